import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import { toast } from "../ui/toast";
import { keys, queryClient } from "./queries";
import { usePerson } from "./session";

/** A browser in the background is let do this once a minute, which is often enough. */
const heartbeat = 30_000;

/** Whether new tickets are given to this person by themselves. */
export function Presence({ slim }: { slim: boolean }) {
  const { t } = useTranslation();
  const { id } = usePerson();
  const me = useQuery({ queryKey: keys.me, queryFn: () => take(router.GET("/me")) });
  const change = useMutation({
    mutationFn: (online: boolean) => take(router.PUT("/agents/{id}/presence", { params: { path: { id } }, body: { online } })),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.me }),
  });
  // A closed laptop sends none, and is given nothing more.
  const present = me.data?.agent?.online ?? false;
  useEffect(() => {
    if (!present) return;
    const beat = setInterval(() => {
      take(router.POST("/me/heartbeat"))
        .then(({ present_until }) => (present_until ? undefined : queryClient.invalidateQueries({ queryKey: keys.me })))
        .catch(() => undefined);
    }, heartbeat);
    return () => clearInterval(beat);
  }, [present]);
  if (!me.data?.agent) return null;
  const online = change.isPending ? change.variables : me.data.agent.online;
  const text = online ? t("presence.online") : t("presence.offline");
  return (
    <button
      className={online ? "presence on" : "presence"}
      role="switch"
      aria-checked={online}
      aria-label={text}
      title={t("presence.hint")}
      onClick={() => change.mutate(!online)}
    >
      <span className="presence-dot" />
      {slim ? null : <span className="wide-only">{text}</span>}
    </button>
  );
}
