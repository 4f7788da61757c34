import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys, queryClient } from "../app/queries";
import { desk, take } from "../api/client";
import { asProblem } from "../api/problem";
import { moment } from "../ui/Age";
import { toast } from "../ui/toast";

/** Everywhere this person is signed in; a forgotten place is ended from here. */
export function Sessions() {
  const { t, i18n } = useTranslation();
  const query = useQuery({ queryKey: keys.sessions, queryFn: () => take(desk.GET("/desk/me/sessions")) });
  const end = useMutation({
    mutationFn: (id: string) => take(desk.DELETE("/desk/me/sessions/{id}", { params: { path: { id } } })),
    onSuccess: () => toast(t("settings.ended")),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.sessions }),
  });
  return (
    <section className="card">
      <h2>{t("settings.sessions")}</h2>
      <ul className="sessions">
        {query.data?.map((session) => (
          <li key={session.id}>
            <span>
              <strong>{session.browser}</strong>{" "}
              {session.current ? <span className="tag good">{t("settings.current")}</span> : null}
              <br />
              <span className="quiet">
                {t("settings.lastSeen", { time: moment(session.last_seen_at, i18n.language) })}
              </span>
            </span>
            {session.current ? null : (
              <button className="button small" onClick={() => end.mutate(session.id)}>
                {t("settings.end")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
