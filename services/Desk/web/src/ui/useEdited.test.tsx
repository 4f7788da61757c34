import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import { useEdited } from "./useEdited";

it("keeps what is not saved when somebody else saves, and takes over what is newer where nothing was touched", () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  let edited!: ReturnType<typeof useEdited<string>>;
  function Editor({ saved }: { saved: string }) {
    edited = useEdited(saved, saved);
    return null;
  }
  const root = createRoot(document.createElement("div"));
  const show = (saved: string) => act(() => root.render(<Editor saved={saved} />));

  show("first");
  show("second");
  expect([edited.draft, edited.isOvertaken]).toEqual(["second", false]);

  act(() => edited.set("mine"));
  show("theirs");
  expect([edited.draft, edited.base, edited.isOvertaken]).toEqual(["mine", "second", true]);

  act(() => edited.keepMine());
  expect([edited.draft, edited.base, edited.isOvertaken]).toEqual(["mine", "theirs", false]);

  act(() => edited.done());
  show("mine again");
  expect([edited.draft, edited.isOvertaken]).toEqual(["mine again", false]);
  act(() => root.unmount());
});
