import { useEffect, useRef } from "react";
import { type ApiProblem, asProblem } from "../api/problem";
import { usePerson } from "../app/session";
import { toast } from "../ui/toast";
import { forgetWords, keepWords, type Ask } from "./keptWords";

export interface Keeping {
  /** Sends them; what is refused is thrown on, and kept. */
  readonly sending: <T>(request: () => Promise<T>) => Promise<T>;
  /** Where they are sent, and what that came to. */
  readonly begin: () => (refusal: ApiProblem | null) => void;
  /** Closes what is still open: whoever has left may have something else open by now. */
  readonly close: (onClose: () => void) => void;
  /** By a person's own word what was never sent goes; what was refused stays. */
  readonly cancel: (onClose: () => void) => void;
}

interface Now {
  personId: string;
  ask: Ask;
  words: unknown;
  isChanged: boolean;
  isOpen: boolean;
  state: "written" | "sent" | "refused" | "taken";
}

/**
 * What a person writes somewhere is kept on this machine when that is left before it is taken: because it was refused, or
 * because a key or a click closed it. It stands there again when the same is asked; whoever had left by then is told.
 */
export function useKeeping(ask: Ask, words: unknown, isChanged: boolean): Keeping {
  const { id: personId } = usePerson();
  const now = useRef<Now>({ personId, ask, words, isChanged, isOpen: true, state: "written" });
  useEffect(() => {
    const { state } = now.current;
    Object.assign(now.current, { personId, ask, words, isChanged, state: state === "taken" && !isChanged ? "written" : state });
  });
  useEffect(() => {
    const mine = now.current;
    mine.isOpen = true;
    return () => {
      mine.isOpen = false;
      if (mine.state === "sent" || mine.state === "taken") return;
      if (mine.isChanged) keepWords(mine.personId, mine.ask, mine.words);
      else forgetWords(mine.personId, mine.ask);
    };
  }, []);

  function begin() {
    now.current.state = "sent";
    forgetWords(personId, ask);
    return (refusal: ApiProblem | null) => {
      now.current.state = refusal ? "refused" : "taken";
      if (!refusal) return;
      keepWords(personId, ask, now.current.words);
      if (now.current.isOpen) return;
      const [text, way] = ask.told(refusal);
      toast(text, "bad", way);
    };
  }

  async function sending<T>(request: () => Promise<T>): Promise<T> {
    const end = begin();
    try {
      const answer = await request();
      end(null);
      return answer;
    } catch (error) {
      end(asProblem(error));
      throw error;
    }
  }

  function close(onClose: () => void) {
    if (now.current.isOpen) onClose();
  }

  function cancel(onClose: () => void) {
    if (now.current.state === "written") {
      now.current.state = "taken";
      forgetWords(personId, ask);
    }
    onClose();
  }

  return { sending, begin, close, cancel };
}
