import { useState } from "react";
import type { ApiProblem } from "../api/problem";
import { usePerson } from "../app/session";
import { readWords, type Ask } from "./keptWords";
import { useKeeping } from "./useKeeping";

/** What a person writes into a dialog, and its sending; it is kept where it was not taken. */
export function useWords<W>(ask: Ask, blank: W) {
  const { id: personId } = usePerson();
  const [words, setWords] = useState<W>(() => withKept(blank, readWords(personId, ask)));
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isSending, setSending] = useState(false);
  const keeping = useKeeping(ask, words, JSON.stringify(words) !== JSON.stringify(blank));

  /** Null once it is done, or shown elsewhere. */
  async function send(request: () => Promise<ApiProblem | null>): Promise<void> {
    if (isSending) return;
    setSending(true);
    const end = keeping.begin();
    const refusal = await request();
    end(refusal);
    setProblem(refusal);
    setSending(false);
  }

  return { ...keeping, words, setWords, problem, isSending, send };
}

/** What was not written then, and what is new since, is as it is at first. */
function withKept<W>(blank: W, kept: unknown): W {
  if (kept === null) return blank;
  return typeof blank === "object" ? { ...blank, ...kept } : (kept as W);
}
