import { expect, it, vi } from "vitest";
import { reportAway, servicesAway } from "../api/health";
import { ApiProblem } from "../api/problem";
import { askAgain } from "./AwayBanner";
import { queryClient } from "./queries";

const classifierIs = vi.hoisted(() => ({ there: false }));

vi.mock("../api/client", () => ({
  take: (asked: Promise<unknown>) => asked,
  router: { GET: () => Promise.resolve({}) },
  desk: { GET: () => Promise.resolve({}) },
  classifier: {
    GET: () => (classifierIs.there ? Promise.resolve([]) : Promise.reject(new ApiProblem(503, "away", "classifier"))),
  },
}));

it("asks the classifier itself, looks at nothing else meanwhile, and lets its word go when it answers", async () => {
  const lookAnew = vi.spyOn(queryClient, "invalidateQueries");
  reportAway("classifier");

  await askAgain();
  expect([servicesAway().has("classifier"), lookAnew.mock.calls.length]).toEqual([true, 0]);

  classifierIs.there = true;
  await askAgain();
  expect([servicesAway().has("classifier"), lookAnew.mock.calls.length]).toEqual([false, 1]);
});
