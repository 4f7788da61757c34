import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { desk, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { NoticeChoice } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { toast } from "../ui/toast";

/** How this person wants to be told, on whatever machine they sit; undefined until it is known. */
export function useChoices(): readonly NoticeChoice[] | undefined {
  return useQuery({
    queryKey: keys.noticeChoices,
    queryFn: () => take(desk.GET("/desk/me/notices")),
    staleTime: 60_000,
  }).data?.kinds;
}

/** Keeps a choice: it holds here at once, and is taken back where the desk could not keep it. */
export function useKeepChoice(): (choice: NoticeChoice) => void {
  const { t } = useTranslation();
  const keep = useMutation({
    // One after the other: the last choice is what stays.
    scope: { id: "notice-choices" },
    mutationFn: (kinds: NoticeChoice[]) => take(desk.PUT("/desk/me/notices", { body: { kinds } })),
    onError: (error) => {
      toast(t("app.error", { reason: asProblem(error).message }), "bad");
      void queryClient.invalidateQueries({ queryKey: keys.noticeChoices });
    },
  });
  return (choice) => {
    // An answer that is on its way says how it was.
    void queryClient.cancelQueries({ queryKey: keys.noticeChoices }, { revert: false, silent: true });
    const before = queryClient.getQueryData<{ kinds: NoticeChoice[] }>(keys.noticeChoices)?.kinds ?? [];
    const kinds = before.map((each) => (each.kind === choice.kind ? choice : each));
    queryClient.setQueryData(keys.noticeChoices, { kinds });
    keep.mutate(kinds);
  };
}
