import { QueryObserver } from "@tanstack/react-query";
import { afterEach, describe, expect, it, vi } from "vitest";
import { reportAnswer, reportAway } from "../api/health";
import { ApiProblem } from "../api/problem";
import { askFailingAgain, failing } from "./failing";
import { queryClient } from "./queries";

afterEach(() => queryClient.clear());

describe("What the page shows and had no answer", () => {
  it("has failed until it is answered, also while it is asked again", async () => {
    const asked = vi.fn((): Promise<string> => Promise.reject(new ApiProblem(503, "away", "router")));
    const leave = shown("list", asked);
    await vi.waitFor(() => expect(failing()).toBe("router"));

    let answer!: (text: string) => void;
    asked.mockImplementation(() => new Promise((done) => (answer = done)));
    const again = askFailingAgain();
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
    expect(failing()).toBe("router");
    answer("rows");
    await again;
    expect(failing()).toBe("");
    leave();
  });

  it("is not asked again of who is known to be away, and a refusal is an answer", async () => {
    const away = vi.fn((): Promise<string> => Promise.reject(new ApiProblem(0, "No answer", "classifier")));
    const refused = vi.fn((): Promise<string> => Promise.reject(new ApiProblem(404, "Not found")));
    const leave = [shown("rules", away), shown("ticket", refused)];
    await vi.waitFor(() => expect(failing()).toBe("classifier"));
    reportAway("classifier");

    await askFailingAgain();
    expect([away.mock.calls.length, refused.mock.calls.length]).toEqual([1, 1]);
    reportAnswer("classifier");
    await askFailingAgain();
    expect([away.mock.calls.length, refused.mock.calls.length]).toEqual([2, 1]);
    leave.forEach((each) => each());
  });
});

function shown(name: string, queryFn: () => Promise<string>): () => void {
  return new QueryObserver(queryClient, { queryKey: [name], queryFn }).subscribe(() => undefined);
}
