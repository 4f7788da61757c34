import i18next from "i18next";
import { useEffect, useRef, useState } from "react";
import type { ApiProblem } from "../api/problem";
import { usePerson } from "../app/session";
import { toast } from "../ui/toast";
import { explain } from "./carryOut";
import { forgetWords, keepWords, readWords, type Ask } from "./keptWords";
import { wayTo } from "./wayTo";

/**
 * What a person writes into a dialog, and its sending. Words that are refused are kept on this machine and stand there again
 * when the same is asked of the same tickets; whoever had left the dialog by then is told, with the way back.
 */
export function useWords<W>(ask: Ask, blank: W) {
  const { id: personId } = usePerson();
  const [words, setWords] = useState<W>(() => (readWords(personId, ask) as W | null) ?? blank);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isSending, setSending] = useState(false);
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);

  /** Null once it is done, or shown elsewhere. */
  async function send(request: () => Promise<ApiProblem | null>): Promise<void> {
    if (isSending) return;
    setSending(true);
    forgetWords(personId, ask);
    const refusal = await request();
    if (refusal) keepWords(personId, ask, words);
    if (refusal && !isOpen.current) tellWhoLeft(ask, refusal);
    setProblem(refusal);
    setSending(false);
  }

  return { words, setWords, problem, isSending, send };
}

function tellWhoLeft({ tickets }: Ask, problem: ApiProblem): void {
  const [only] = tickets;
  const reason = explain(problem);
  if (only && tickets.length === 1) {
    toast(i18next.t("action.notSent.one", { number: only.number, reason }), "bad", wayTo(only));
  } else toast(i18next.t("action.notSent.many", { reason }), "bad");
}
