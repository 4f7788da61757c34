import { expect, it } from "vitest";
import { fileOf, questionOf } from "./question";

const ask = (query: string) => questionOf(new URLSearchParams(query));

it("A day counts from its midnight to its end", () => {
  const { from, to } = ask("from=2026-06-05&to=2026-06-05");
  expect(Date.parse(to ?? "") - Date.parse(from ?? "")).toBe(24 * 3_600_000);
});

it("What makes no sense is left out", () => {
  expect(ask("area=everything&outcome=good&actor=me&from=yesterday&target=")).toEqual({});
});

it("The file asks the same", () => {
  const question = ask("area=policies&outcome=refused&actor=0197a3d2-0000-7000-8000-000000000001&target=a%2Fb");
  const file = new URL(fileOf(question), "http://desk.test");
  expect(file.pathname).toBe("/desk/audit.csv");
  expect(Object.fromEntries(file.searchParams)).toEqual(question);
  expect(fileOf({})).toBe("/desk/audit.csv");
});
