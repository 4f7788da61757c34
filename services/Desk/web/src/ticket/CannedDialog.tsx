import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { CannedReplyView, TicketDetail } from "../api/types";
import { Link } from "../app/Link";
import { keys, queryClient } from "../app/queries";
import { useCannedReplies } from "../canned/queries";
import { useDescription } from "../canned/useDescription";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";
import { Picker } from "../ui/Picker";
import { toast } from "../ui/toast";
import { explain } from "./carryOut";
import { newestMention } from "./actions";
import type { Words } from "./sending";

interface Props {
  detail: TicketDetail;
  onClose: () => void;
  onInsert: (text: string) => void;
  onRun: (macro: Words & { kind: "macro" }) => void;
}

/** Texts that are written once and sent often, with this ticket's particulars in them; a macro also says what it does. */
export function CannedDialog({ detail, onClose, onInsert, onRun }: Props) {
  const { t } = useTranslation();
  const canned = useCannedReplies();
  const [active, setActive] = useState<string | null>(null);
  const current = canned?.find((each) => each.id === active);
  const language = languageOf(detail);

  async function insert(reply: CannedReplyView) {
    try {
      onInsert((await queryClient.query(filledQuery(detail.ticket.id, reply.id, textLanguage(reply, language)))).text);
    } catch (error) {
      toast(explain(asProblem(error)), "bad");
    }
  }

  return (
    <Dialog title={t("canned.title")} onClose={onClose} wide>
      <div className="canned">
        <Picker
          label={t("canned.search")}
          empty={canned ? t("canned.none") : t("app.loading")}
          onActive={setActive}
          choices={(canned ?? []).map((reply) => ({
            id: reply.id,
            text: reply.name,
            hint: reply.actions.length > 0 ? t("canned.macro") : reply.scope === "personal" ? t("canned.mine") : undefined,
            pick: () => {
              // What does more than write is not done by one key: its button is next.
              if (reply.actions.length === 0) void insert(reply);
              else document.getElementById("canned-run")?.focus();
            },
          }))}
        />
        {current ? (
          <Preview
            key={current.id}
            canned={current}
            ticketId={detail.ticket.id}
            language={textLanguage(current, language)}
            onInsert={() => void insert(current)}
            onRun={onRun}
          />
        ) : null}
      </div>
      <Link className="link canned-edit" to="/canned">
        {t("canned.edit")}
      </Link>
    </Dialog>
  );
}

interface PreviewProps {
  canned: CannedReplyView;
  ticketId: number;
  language: string;
  onInsert: () => void;
  onRun: (macro: Words & { kind: "macro" }) => void;
}

function Preview({ canned, ticketId, language, onInsert, onRun }: PreviewProps) {
  const { t } = useTranslation();
  const describe = useDescription();
  const hasText = Object.keys(canned.texts).length > 0;
  const filled = useQuery({ ...filledQuery(ticketId, canned.id, language), enabled: hasText });
  const isReady = !hasText || filled.data !== undefined;
  return (
    <section className="canned-preview" aria-label={t("canned.preview")}>
      <h3>{t("canned.preview")}</h3>
      {filled.error ? (
        <p className="fault" role="alert">
          {explain(asProblem(filled.error))}
        </p>
      ) : hasText ? (
        <p className="words" dir="auto">
          {filled.data?.text ?? t("app.loading")}
        </p>
      ) : null}
      {canned.actions.length > 0 ? (
        <ul className="canned-does">
          {canned.actions.map((action, index) => (
            <li key={index}>
              <Icon name="check" size={13} /> {describe(action)}
            </li>
          ))}
        </ul>
      ) : null}
      <footer>
        {hasText ? (
          <button className={canned.actions.length > 0 ? "button" : "button primary"} disabled={!isReady} onClick={onInsert}>
            {t("canned.insert")}
          </button>
        ) : null}
        {canned.actions.length > 0 ? (
          <button
            id="canned-run"
            className="button primary"
            disabled={!isReady}
            onClick={() => onRun({ kind: "macro", id: canned.id, text: filled.data?.text ?? "", language })}
          >
            {hasText ? t("canned.sendAndDo") : t("canned.do")}
          </button>
        ) : null}
      </footer>
    </section>
  );
}

export function filledQuery(ticketId: number, cannedId: string, language: string) {
  return {
    queryKey: [...keys.filled(ticketId, cannedId), language],
    queryFn: () =>
      take(
        router.GET("/tickets/{id}/canned-replies/{cannedId}", {
          params: { path: { id: ticketId, cannedId }, query: { language } },
        }),
      ),
    staleTime: 10_000,
  };
}

/** The customer's language, not the reader's. */
export function languageOf(detail: TicketDetail): string {
  return newestMention(detail)?.language.startsWith("zh") ? "zh-CN" : "en";
}

/** The wanted language where there is a text in it, else one that there is. */
export function textLanguage(canned: CannedReplyView, wanted: string): string {
  return wanted in canned.texts ? wanted : (Object.keys(canned.texts)[0] ?? wanted);
}
