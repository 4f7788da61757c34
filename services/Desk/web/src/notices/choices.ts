import type { NoticeChoice, NotificationView } from "../api/types";

/** How a person wants to be told of a kind; of one that they were never asked about they are told, without a sound. */
export function choiceFor(kind: string, choices: readonly NoticeChoice[]): NoticeChoice {
  return choices.find((choice) => choice.kind === kind) ?? { kind, shown: true, pops_up: true, sounds: false };
}

/** The notices that the person wants to see at all. */
export function shownOf(notices: readonly NotificationView[], choices: readonly NoticeChoice[]): readonly NotificationView[] {
  return notices.filter((notice) => choiceFor(notice.kind, choices).shown);
}

/** What is to be said in passing of what has just come, and whether it is to be heard. */
export function announcementOf(
  fresh: readonly NotificationView[],
  choices: readonly NoticeChoice[],
): { said: readonly NotificationView[]; heard: boolean } {
  const wanted = fresh.map((notice) => ({ notice, choice: choiceFor(notice.kind, choices) })).filter(({ choice }) => choice.shown);
  return {
    said: wanted.filter(({ choice }) => choice.pops_up).map(({ notice }) => notice),
    heard: wanted.some(({ choice }) => choice.sounds),
  };
}
