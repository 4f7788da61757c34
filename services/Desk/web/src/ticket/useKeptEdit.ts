import { useState } from "react";
import { usePerson } from "../app/session";
import { useEdited, type Edit, type Edited } from "../ui/useEdited";
import { readWords, type Ask } from "./keptWords";
import { useKeeping, type Keeping } from "./useKeeping";

/** As {@link useEdited}, for what is kept where it is left before it is saved: with what it was a change of. */
export function useKeptEdit<T extends object>(ask: Ask, saved: T, mark: string): Edited<T> & Keeping {
  const { id: personId } = usePerson();
  const [kept] = useState(() => {
    const edit = readWords(personId, ask) as Edit<T> | null;
    return edit && { ...edit, draft: { ...saved, ...edit.draft }, base: { ...saved, ...edit.base } };
  });
  const edited = useEdited(saved, mark, kept);
  return { ...edited, ...useKeeping(ask, edited.edit, edited.isChanged) };
}
