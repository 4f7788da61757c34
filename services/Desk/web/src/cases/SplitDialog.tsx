import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import type { TicketDetail } from "../api/types";
import { asProblem } from "../api/problem";
import { navigate } from "../app/address";
import { here } from "../app/here";
import { split } from "../ticket/actions";
import { attempt, explain } from "../ticket/carryOut";
import { askOf } from "../ticket/asks";
import { useWords } from "../ticket/useWords";
import { Moment } from "../ui/Age";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { authorName } from "../ui/marks";
import { toggled } from "../ui/toggled";
import { titleFor } from "../work/titleFor";

/** Some posts are another case: they become a ticket of their own, with the clocks of their posts. */
export function SplitDialog({ detail, onClose }: { detail: TicketDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const posts = detail.timeline.flatMap((item) => (item.mention ? [item.mention] : []));
  const blank = { chosen: [] as readonly string[], reason: "" };
  const { words, setWords, problem, isSending, send, close, cancel } = useWords(askOf("split", [detail.ticket]), blank);
  const { reason } = words;
  const chosen = words.chosen.filter((id) => posts.some((post) => post.id === id));
  const isAll = chosen.length === posts.length;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (chosen.length > 0 && !isAll) void send(splitOff);
  }

  async function splitOff() {
    const isHere = here();
    try {
      const made = await attempt(detail.ticket, split([...chosen], reason.trim() || null));
      close(onClose);
      if (made && isHere()) navigate(`/tickets/${made.ticket.id}?view=all`);
      return null;
    } catch (error) {
      return asProblem(error);
    }
  }

  return (
    <Dialog title={titleFor(t("cases.split"), [detail.ticket], t)} onClose={onClose} wide>
      <form className="stack" onSubmit={submit}>
        <p className="quiet">{t("cases.splitText")}</p>
        <fieldset className="posts">
          <legend>{t("cases.posts")}</legend>
          {posts.map((post, index) => (
            <label key={post.id} className="check">
              <input
                type="checkbox"
                {...(index === 0 ? { "data-focus": true } : {})}
                checked={chosen.includes(post.id)}
                onChange={(event) => setWords({ ...words, chosen: toggled(chosen, post.id, event.target.checked) })}
              />
              <span>
                <span className="quiet">
                  <bdi>{authorName(post.author)}</bdi> · <Moment at={post.posted_at} />
                </span>
                <br />
                <bdi>{post.text}</bdi>
              </span>
            </label>
          ))}
        </fieldset>
        {isAll ? <p className="caution">{t("cases.splitAll")}</p> : null}
        <Field text={t("cases.reason")} fault={undefined}>
          <input maxLength={500} value={reason} onChange={(event) => setWords({ ...words, reason: event.target.value })} />
        </Field>
        {problem ? (
          <p className="fault" role="alert">
            {explain(problem)}
          </p>
        ) : null}
        <FormFoot
          busy={isSending}
          unready={chosen.length === 0 || isAll}
          text={t("cases.splitDo", { count: chosen.length })}
          onCancel={() => cancel(onClose)}
        />
      </form>
    </Dialog>
  );
}
