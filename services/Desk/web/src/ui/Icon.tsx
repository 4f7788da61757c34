/** Line icons of our own on a 20 by 20 grid. They never stand alone: a text or a label goes with each. */
const paths = {
  queue: "M3 5h14M3 10h14M3 15h9",
  board: "M3 17V9M8 17V4M13 17v-6M18 17V7",
  praise: "M10 16.5 4.4 11a3.7 3.7 0 0 1 5.2-5.2l.4.4.4-.4a3.7 3.7 0 0 1 5.2 5.2z",
  admin: "M10 2.5 16 5v4.5c0 4-2.5 6.7-6 8-3.5-1.3-6-4-6-8V5zM7.3 10l2 2 3.6-4",
  settings: "M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4",
  search: "M9 15a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM13.5 13.5 17 17",
  speech: "M4 4h12v9H9l-4 3.5V13H4z",
  next: "M16 5v3a4 4 0 0 1-4 4H4M7.5 8.5 4 12l3.5 3.5",
  flag: "M5 17.5V3.5M5 4h9.5l-2 3.2 2 3.3H5",
  total: "M10 17a7 7 0 1 0-7-7M10 6v4l2.6 2M3 5v5h5",
  hand: "M4 10h11M11 6l4 4-4 4M17 4v12",
  pause: "M7 5v10M13 5v10",
  check: "m4.5 10.5 3.7 3.7 7.3-8",
  warning: "M10 3 18 16.5H2zM10 8.2v4M10 14.2v.2",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4.2l2.8 1.7",
  person: "M10 10a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM4 17c.6-3 3-4.6 6-4.6s5.4 1.6 6 4.6",
  people: "M7.5 9.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.5 16c.5-2.7 2.4-4 5-4s4.5 1.3 5 4M13 4.4a2.6 2.6 0 0 1 0 5M14.6 12.3c1.7.5 2.6 1.7 2.9 3.7",
  reopen: "M4 10a6 6 0 1 1 1.8 4.3M4 16v-3.5h3.5",
  burst: "M10 2.5v4M10 13.5v4M2.5 10h4M13.5 10h4M4.7 4.7l2.8 2.8M12.5 12.5l2.8 2.8M4.7 15.3l2.8-2.8M12.5 7.5l2.8-2.8",
  link: "M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3l1-1",
  out: "M8 4H4v12h12v-4M11 4h5v5M16 4l-7.5 7.5",
  star: "m10 3 2.2 4.5 5 .7-3.6 3.5.9 5-4.5-2.4-4.5 2.4.9-5L2.8 8.2l5-.7z",
  note: "M4 3.5h12v9L12.5 16H4zM12.5 16v-3.5H16",
  tag: "M3 3.5h6.5L17 11l-6 6L3.5 9.5zM6.8 7.2v.1",
  more: "M4.5 10h.2M10 10h.2M15.5 10h.2",
  bell: "M5 13.5V9a5 5 0 0 1 10 0v4.5l1.5 1.5h-13zM8.5 17h3",
  merge: "M5 3.5v4c0 2.5 5 2.5 5 5.5v3.5M15 3.5v4c0 2.5-5 2.5-5 5.5",
  split: "M10 16.5V12c0-3-5-3-5-5.5v-3M10 12c0-3 5-3 5-5.5v-3",
  x: "m5 5 10 10M15 5 5 15",
  plus: "M10 4v12M4 10h12",
  keyboard: "M2.5 5.5h15v9h-15zM5.5 8.5h.1M8.5 8.5h.1M11.5 8.5h.1M14.5 8.5h.1M6 11.8h8",
  plug: "M7 3v4M13 3v4M5 7h10v2.5a5 5 0 0 1-10 0zM10 14.5V18",
  signout: "M8 3.5H4v13h4M12 6.5l3.5 3.5-3.5 3.5M15.5 10H8",
  chevron: "m7 4.5 5.5 5.5L7 15.5",
  up: "m4.5 12.5 5.5-5.5 5.5 5.5",
  down: "m4.5 7.5 5.5 5.5 5.5-5.5",
  eye: "M2 10c2-3.6 4.7-5.4 8-5.4s6 1.8 8 5.4c-2 3.6-4.7 5.4-8 5.4S4 13.6 2 10zM10 12.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8z",
  copy: "M7 7h9.5v9.5H7zM4 13H3.5V3.5H13V4",
  key: "M6.5 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM9 10.5 16.5 3M13 6.5l3 3M11 8.5l1.6 1.6",
  send: "M17.5 2.5 9 11M17.5 2.5 12 17.5 9 11 2.5 8z",
  inbox: "M3 11.5 5 4h10l2 7.5V16H3zM3 11.5h4l1 2h4l1-2h4",
  wall: "M2.5 4h15v10h-15zM7 17h6M10 14v3",
  rules: "M3 5h2M3 10h2M3 15h2M8 5h9M8 10h9M8 15h9",
  calendar: "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5",
  chart: "M3.5 3v13.5H17M6.5 13l3-4 2.5 2 4-6",
  learn: "M10 4 2.5 7.5 10 11l7.5-3.5zM5.5 9v4c1.2 1.2 2.8 1.8 4.5 1.8s3.3-.6 4.5-1.8V9",
  grip: "M8 5v.1M12 5v.1M8 10v.1M12 10v.1M8 15v.1M12 15v.1",
  download: "M10 3v9M6.5 9 10 12.5 13.5 9M4 16.5h12",
  theme: "M10 3.5a6.5 6.5 0 1 0 0 13zM10 3.5a6.5 6.5 0 0 1 0 13",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
