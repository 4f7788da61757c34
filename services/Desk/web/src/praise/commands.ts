import { useMutation } from "@tanstack/react-query";
import i18next from "i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import { keys, queryClient } from "../app/queries";
import { askOfForm } from "../ticket/asks";
import type { Ask } from "../ticket/keptWords";
import type { Keeping } from "../ticket/useKeeping";
import { authorName } from "../ui/marks";
import { toast } from "../ui/toast";
import { refusalOf } from "./rights";
import type { PraiseDetail, PraiseItem } from "./types";

/** The version on the page goes along: what a colleague has changed since is never overwritten. */
export function at(item: PraiseItem) {
  return { params: { path: { id: item.id }, header: { "If-Match": `"${item.version}"` } } };
}

export function praiseQuery(id: number) {
  return {
    queryKey: [...keys.praise, "one", id],
    queryFn: () => take(router.GET("/praise/{id}", { params: { path: { id } } })),
  };
}

export const takedownsKey = [...keys.praise, "takedowns"] as const;

interface Outcome {
  /** What is said when it worked. */
  done: string;
  /** Has what is typed, where something is. */
  keeping?: Keeping;
  after?: () => void;
  /** False where the dialog itself shows what went wrong. */
  tell?: boolean;
}

/** Runs a command on one post; the page shows at once what it came to. */
export function useCommand({ done, after, tell = true, keeping }: Outcome) {
  return useMutation({
    mutationFn: (request: () => Parameters<typeof take<PraiseDetail>>[0]) => (keeping ? keeping.sending(() => take(request())) : take(request())),
    onSuccess: (detail) => {
      queryClient.setQueryData(praiseQuery(detail.item.id).queryKey, detail);
      toast(done);
      if (after && keeping) keeping.close(after);
      else after?.();
    },
    onError: (error) => {
      if (tell) toast(explain(error), "bad");
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.praise }),
  });
}

/** Something asked about one post. */
export function askOfPraise(what: string, item: PraiseItem): Ask {
  return askOfForm(`praise.${what}`, item.id, authorName(item.mention.author), explain);
}

/** A refusal in the reader's language. */
export function explain(error: unknown): string {
  const problem = asProblem(error);
  const refusal = refusalOf(problem);
  if (problem.status === 412) return i18next.t("praise.changed");
  if (refusal) return i18next.t(`praise.refusal.${refusal}`);
  return i18next.t("app.error", { reason: Object.values(problem.errors)[0]?.[0] ?? problem.message });
}
