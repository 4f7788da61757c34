import { useEffect, useState } from "react";
import { router, take } from "../api/client";
import type { ReplyCheck } from "../api/types";

const pause = 350;
const signs = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** How long a reply is as its channel counts, and what stands in its way; counted here until the server has said so. */
export function useReplyCheck(ticketId: number, text: string): ReplyCheck | null {
  const [known, setKnown] = useState<{ text: string; check: ReplyCheck } | null>(null);

  useEffect(() => {
    // An empty text tells the limit, once.
    const stopping = new AbortController();
    const timer = setTimeout(() => {
      take(
        router.POST("/tickets/{id}/replies/check", {
          params: { path: { id: ticketId } },
          body: { text },
          signal: stopping.signal,
        }),
      )
        .then((check) => setKnown({ text, check }))
        // The server checks again when it is sent.
        .catch(() => undefined);
    }, pause);
    return () => {
      clearTimeout(timer);
      stopping.abort();
    };
  }, [ticketId, text]);

  if (known === null || known.text === text) return known?.check ?? null;
  const length = [...signs.segment(text)].length;
  return { ...known.check, length, too_long: length > known.check.limit };
}
