import { act } from "react";
import { createRoot } from "react-dom/client";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "../api/problem";
import type { DeskPerson } from "../api/types";
import { PersonProvider } from "../app/session";
import { toast } from "../ui/toast";
import { askOfForm } from "./asks";
import { useKeptEdit } from "./useKeptEdit";

vi.mock("../ui/toast", () => ({ toast: vi.fn() }));

interface Queue {
  name: string;
  version: number;
  skills?: readonly string[];
}

const first: Queue = { name: "Support", version: 1 };
const mei = { id: "mei" } as DeskPerson;
let edited!: ReturnType<typeof useKeptEdit<Queue>>;

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.mocked(toast).mockClear();
  localStorage.clear();
});

describe("A form that is left before it is saved", () => {
  it("shows what was written when it is opened again, and lets it go on a word", () => {
    const leave = open(first);
    act(() => edited.set({ ...edited.draft, name: "Repairs" }));
    leave();
    const leaveAgain = open(first);
    expect([edited.draft.name, edited.isKept, edited.isOvertaken]).toEqual(["Repairs", true, false]);
    act(() => edited.takeTheirs());
    expect([edited.draft.name, edited.isKept]).toEqual(["Support", false]);
    leaveAgain();
    expect(localStorage.length).toBe(0);
  });

  it("knows that somebody else has saved since, and has what is new in it", () => {
    const leave = open(first);
    act(() => edited.set({ ...edited.draft, name: "Repairs" }));
    leave();
    open({ name: "Help", version: 2, skills: ["zips"] });
    expect([edited.draft.name, edited.base.version, edited.draft.skills, edited.isOvertaken]).toEqual(["Repairs", 1, ["zips"], true]);
    act(() => edited.keepMine());
    expect([edited.draft.name, edited.base.version]).toEqual(["Repairs", 2]);
  });

  it("tells whoever had left it of a refusal, with the way back", async () => {
    let refuse!: (problem: ApiProblem) => void;
    const answer = new Promise<never>((_, reject) => (refuse = reject));
    const leave = open(first);
    act(() => edited.set({ ...edited.draft, name: "Repairs" }));
    const sent = edited.sending(() => answer).catch(() => undefined);
    leave();
    refuse(new ApiProblem(412, "Changed"));
    await sent;
    expect(vi.mocked(toast).mock.calls.map(([, tone, way]) => [tone, way?.to])).toEqual([["bad", "/"]]);
    open(first);
    expect(edited.draft.name).toBe("Repairs");
  });
});

function open(saved: Queue): () => void {
  function Form() {
    edited = useKeptEdit(askOfForm("queue", "q1", saved.name), saved, String(saved.version));
    return null;
  }
  const root = createRoot(document.createElement("div"));
  act(() =>
    root.render(
      <PersonProvider value={mei}>
        <Form />
      </PersonProvider>,
    ),
  );
  return () => act(() => root.unmount());
}
