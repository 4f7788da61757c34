import { expect, it } from "vitest";
import { countEach } from "./everyPage";

it("counts what stands on every page", async () => {
  const pages = [
    { items: ["accepted", "refused"], next: "1" },
    { items: ["accepted"], next: null },
  ];

  const counts = await countEach((cursor) => Promise.resolve(pages[Number(cursor ?? 0)] ?? { items: [], next: null }), String);

  expect([...counts]).toEqual([["accepted", 2], ["refused", 1]]);
});
