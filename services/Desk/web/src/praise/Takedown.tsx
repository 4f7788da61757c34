import { useMutation, useQuery } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { Link } from "../app/Link";
import { keys, queryClient } from "../app/queries";
import { usePerson } from "../app/session";
import { askOfForm } from "../ticket/asks";
import { useWords } from "../ticket/useWords";
import { OutsideLink } from "../ticket/OutsideLink";
import { moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { authorName, PlatformMark } from "../ui/marks";
import { toast } from "../ui/toast";
import { explain, praiseQuery } from "./commands";
import type { TakedownView } from "./types";

const reasons = ["author_asked", "post_deleted", "author_erased", "expired"] as const;

/** Something that is shown somewhere and may not be any more: where, whose task, and what was done. */
export function Takedown({ task, withPost = false }: { task: TakedownView; withPost?: boolean }) {
  const { t, i18n } = useTranslation();
  const person = usePerson();
  const { words: note, setWords: setNote, sending } = useWords(askOfForm("takedown", task.id, t("praise.takeDown"), explain), "");
  const reason = reasons.find((each) => each === task.reason);
  const params = { params: { path: { id: task.id } } };
  const outcome = {
    onError: (error: Error) => toast(explain(error), "bad"),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.praise }),
  };
  const mine = useMutation({
    mutationFn: (assignee: string | null) =>
      take(
        router.POST("/takedowns/{id}/assign", {
          params: { path: { id: task.id }, header: { "If-Match": `"${task.version}"` } },
          body: { assignee_id: assignee },
        }),
      ),
    ...outcome,
  });
  const done = useMutation({
    mutationFn: () => sending(() => take(router.POST("/takedowns/{id}/done", { ...params, body: { note: note.trim() } }))),
    onSuccess: () => toast(t("praise.taskDone")),
    onSettled: outcome.onSettled,
  });

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (note.trim() !== "") done.mutate();
  }

  return (
    <article className={task.done_at ? "takedown finished" : "takedown"}>
      <header>
        <Icon name={task.done_at ? "check" : "warning"} size={16} />
        <strong>{task.done_at ? t("praise.takenDown") : t("praise.takeDown")}</strong>
        <span>{reason ? t(`praise.reason.${reason}`) : task.reason}</span>
        <time className="item-when" dateTime={task.raised_at}>
          {moment(task.raised_at, i18n.language)}
        </time>
      </header>
      {withPost ? <About id={task.praise_id} /> : null}
      {task.links.length > 0 ? (
        <ul className="media-links" aria-label={t("praise.seenAt")}>
          {task.links.map((link) => (
            <li key={link}>
              <OutsideLink href={link} text={link} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="quiet">{t("praise.noLinks")}</p>
      )}
      {task.done_at ? (
        <p>
          <q className="words">{task.note}</q>{" "}
          <span className="quiet">
            {t("praise.recordedBy", { name: task.done_by?.name ?? "", time: moment(task.done_at, i18n.language) })}
          </span>
        </p>
      ) : (
        <form className="done-note" onSubmit={submit}>
          <input
            aria-label={t("praise.doneNote")}
            placeholder={t("praise.doneNote")}
            maxLength={500}
            required
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <button className="button primary" disabled={done.isPending || note.trim() === ""}>
            {t("praise.done")}
          </button>
          {task.assignee ? <span className="quiet">{t("praise.taskOf", { name: task.assignee.name })}</span> : null}
          <button
            type="button"
            className="button quiet"
            disabled={mine.isPending}
            onClick={() => mine.mutate(task.assignee?.id === person.id ? null : person.id)}
          >
            {task.assignee?.id === person.id ? t("praise.letGo") : t("praise.takeTask")}
          </button>
          {done.error ? (
            <p className="fault" role="alert">
              {explain(done.error)}
            </p>
          ) : null}
        </form>
      )}
    </article>
  );
}

function About({ id }: { id: number }) {
  const { data } = useQuery(praiseQuery(id));
  if (!data) return null;
  const { mention } = data.item;
  return (
    <Link to={`/praise/${id}`} className="about">
      <PlatformMark channel={mention.channel} /> <bdi className="who">{authorName(mention.author)}</bdi>
      <span className="line">{mention.text}</span>
    </Link>
  );
}
