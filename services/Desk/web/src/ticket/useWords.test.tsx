import { act } from "react";
import { createRoot } from "react-dom/client";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "../api/problem";
import type { DeskPerson, TicketRow } from "../api/types";
import { PersonProvider } from "../app/session";
import { toast } from "../ui/toast";
import { askOf } from "./asks";
import { dropOldDrafts } from "./drafts";
import { forgetWords, keepWords, readWords } from "./keptWords";
import { useWords } from "./useWords";

vi.mock("../ui/toast", () => ({ toast: vi.fn() }));

const tickets = [{ id: 7, number: "T-7" } as TicketRow];
const mei = { id: "mei" } as DeskPerson;
const refused = new ApiProblem(422, "Not now");
let words!: ReturnType<typeof useWords<string>>;

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.mocked(toast).mockClear();
  localStorage.clear();
});

describe("What is written into a dialog", () => {
  it("stands there again where it was refused after the dialog had been left", async () => {
    let refuse!: (problem: ApiProblem) => void;
    const answer = new Promise<ApiProblem>((resolve) => (refuse = resolve));
    const leave = open();
    act(() => words.setWords("It is a repair."));
    act(() => void words.send(() => answer));
    leave();
    await act(async () => {
      refuse(refused);
      await answer;
    });

    expect(vi.mocked(toast).mock.calls.map(([, tone, way]) => [tone, way?.to])).toEqual([["bad", "/tickets/7?view=all"]]);
    const leaveAgain = open();
    expect(words.words).toBe("It is a repair.");
    await act(() => words.send(() => Promise.resolve(null)));
    leaveAgain();
    open()();
    expect(words.words).toBe("");
  });

  it("is told of in the dialog itself while that is open", async () => {
    const leave = open();
    act(() => words.setWords("It is a repair."));
    await act(() => words.send(() => Promise.resolve(refused)));
    expect([words.words, words.problem, words.isSending]).toEqual(["It is a repair.", refused, false]);
    expect(toast).not.toHaveBeenCalled();
    leave();
  });

  it("stands there again where a key closed it, and goes by the person's own word", () => {
    const leave = open();
    act(() => words.setWords("Not yet."));
    leave();
    const leaveAgain = open();
    expect(words.words).toBe("Not yet.");
    act(() => words.cancel(leaveAgain));
    open()();
    expect([words.words, localStorage.length]).toEqual(["", 0]);
  });

  it("is not let go with a dialog that refused it, only by being wiped out", async () => {
    const leave = open();
    act(() => words.setWords("It is a repair."));
    await act(() => words.send(() => Promise.resolve(refused)));
    act(() => words.cancel(leave));
    const leaveAgain = open();
    expect(words.words).toBe("It is a repair.");
    act(() => words.setWords(""));
    leaveAgain();
    expect(localStorage.length).toBe(0);
  });

  it("leaves nothing behind where it was taken, and closes nothing that was opened since", async () => {
    const onClose = vi.fn();
    let take!: (problem: null) => void;
    const answer = new Promise<null>((resolve) => (take = resolve));
    const leave = open();
    const first = words;
    act(() => first.setWords("Parts come."));
    act(() => void words.send(() => answer));
    leave();
    await act(async () => {
      take(null);
      await answer;
    });
    first.close(onClose);
    expect([onClose.mock.calls.length, localStorage.length]).toEqual([0, 0]);
  });

  it("is kept for each of many, so that it is there whichever of them is taken up", () => {
    keepWords("mei", { what: "hand_over", of: [7, 8] }, "Theirs");
    expect(readWords("mei", { what: "hand_over", of: [8] })).toBe("Theirs");
    forgetWords("mei", { what: "hand_over", of: [7, 8] });
    expect(localStorage.length).toBe(0);
  });

  it("belongs to one person, one question and its tickets, and goes when drafts go", () => {
    const ask = { what: "wait", of: [7] };
    keepWords("mei", ask, "Parts", 1_000);
    expect(readWords("tom", ask)).toBeNull();
    expect(readWords("mei", { ...ask, what: "reopen" })).toBeNull();
    expect(readWords("mei", { ...ask, of: [7, 8] })).toBeNull();
    expect(readWords("mei", ask)).toBe("Parts");
    dropOldDrafts();
    expect(readWords("mei", ask)).toBeNull();
  });
});

function open(): () => void {
  function Ask() {
    words = useWords(askOf("wait", tickets), "");
    return null;
  }
  const root = createRoot(document.createElement("div"));
  act(() =>
    root.render(
      <PersonProvider value={mei}>
        <Ask />
      </PersonProvider>,
    ),
  );
  return () => act(() => root.unmount());
}
