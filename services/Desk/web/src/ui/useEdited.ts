import { useState } from "react";

/** What is edited, out of what, and what marks that. */
export interface Edit<T> {
  readonly draft: T;
  readonly base: T;
  readonly mark: string;
}

export interface Edited<T> {
  draft: T;
  set: (draft: T) => void;
  isChanged: boolean;
  /** What was saved when the editing began: its version is the one that is changed. */
  base: T;
  /** Somebody else has saved since, and there is something here that is not saved. */
  isOvertaken: boolean;
  /** It stands here from before, as it was left. */
  isKept: boolean;
  /** Lets the own changes go. */
  takeTheirs: () => void;
  /** The own changes stand against what is saved now. */
  keepMine: () => void;
  /** The draft is what is saved. */
  done: () => void;
  edit: Edit<T>;
}

/** Edits what others may save meanwhile: what is newer is taken over while nothing was touched here, and else waits for a word. */
export function useEdited<T>(saved: T, mark: string, kept: Edit<T> | null = null): Edited<T> {
  const [state, setState] = useState<Edit<T>>(kept ?? { draft: saved, base: saved, mark });
  const isChanged = state.draft !== state.base;
  const isNewer = state.mark !== mark;
  if (isNewer && !isChanged) setState({ draft: saved, base: saved, mark });
  return {
    draft: state.draft,
    set: (draft) => setState({ ...state, draft }),
    isChanged,
    base: state.base,
    isOvertaken: isNewer && isChanged,
    isKept: state.draft === kept?.draft,
    takeTheirs: () => setState({ draft: saved, base: saved, mark }),
    keepMine: () => setState({ ...state, base: saved, mark }),
    done: () => setState((now) => ({ ...now, base: now.draft })),
    edit: state,
  };
}
