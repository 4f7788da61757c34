import { forwardRef, useEffect, useImperativeHandle, useRef, useState, type KeyboardEvent } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { usePerson } from "../app/session";
import type { TicketDetail } from "../api/types";
import { Icon } from "../ui/Icon";
import { authorName } from "../ui/marks";
import { addNote, newestMention } from "./actions";
import { ConflictDialog } from "./ConflictDialog";
import { dropOldDrafts, keepDraft, readDraft, type Draft } from "./drafts";
import { useReply, type Then } from "./useReply";

export interface ComposerHandle {
  open: (mode: Mode) => void;
  insert: (text: string) => void;
}

interface Props {
  detail: TicketDetail;
  onResolved: () => void;
}

type Mode = "reply" | "note";
const limit = 2_000;

/** Where a person writes. What is written is kept until it is sent, whatever happens to the page. */
export const Composer = forwardRef<ComposerHandle, Props>(function Composer({ detail, onResolved }, ref) {
  const { t } = useTranslation();
  const person = usePerson();
  const { ticket, actions } = detail;
  const [draft, setDraft] = useState<Draft>(() => readDraft(person.id, ticket.id));
  const [mode, setMode] = useState<Mode>(() => (location.hash === "#note" ? "note" : "reply"));
  const box = useRef<HTMLTextAreaElement>(null);
  const reply = useReply(detail);
  const text = draft[mode];
  const over = text.length - limit;
  const mayReply = actions.includes("reply");
  const isPrivate = newestMention(detail)?.visibility === "private";
  const cannotSend = text.trim() === "" || over > 0 || reply.isSending;

  useEffect(dropOldDrafts, []);
  useEffect(() => {
    if (location.hash === "#reply" || location.hash === "#note") box.current?.focus();
  }, []);
  useImperativeHandle(ref, () => ({
    open(next) {
      // At once: the next key is already a letter.
      flushSync(() => setMode(next));
      box.current?.focus();
    },
    insert(more) {
      flushSync(() => {
        setMode("reply");
        write("reply", draft.reply === "" ? more : `${draft.reply}\n${more}`);
      });
      box.current?.focus();
    },
  }));

  function write(which: Mode, value: string) {
    const next = { ...draft, [which]: value };
    setDraft(next);
    keepDraft(person.id, ticket.id, next);
  }

  async function send(then: Then) {
    if (cannotSend) return;
    if (mode === "note") {
      if (await addNote(ticket, text.trim())) write("note", "");
      return;
    }
    if (await reply.send(text.trim(), then)) sent(then);
  }

  function sent(then: Then) {
    write("reply", "");
    if (then === "resolve") onResolved();
  }

  function onKey(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send("none");
    } else if (event.key === "Escape") {
      event.currentTarget.blur();
    }
  }

  return (
    <section className={`composer ${mode}`} aria-label={mode === "reply" ? t("ticket.reply") : t("ticket.note")}>
      <div className="composer-tabs" role="tablist">
        <button role="tab" aria-selected={mode === "reply"} onClick={() => setMode("reply")} title="r">
          <Icon name="speech" size={14} /> {isPrivate ? t("ticket.replyPrivate") : t("ticket.replyTo")}
          {draft.reply !== "" && mode !== "reply" ? <span className="dot" /> : null}
        </button>
        <button role="tab" aria-selected={mode === "note"} onClick={() => setMode("note")} title="n">
          <Icon name="note" size={14} /> {t("ticket.note")}
          {draft.note !== "" && mode !== "note" ? <span className="dot" /> : null}
        </button>
        <span className={over > 0 ? "composer-count fault" : "composer-count"}>
          {text === ""
            ? ""
            : over > 0
              ? t("ticket.tooLong", { count: over })
              : `${t("ticket.draft")} · ${t("ticket.characters", { count: text.length, limit })}`}
        </span>
      </div>
      <textarea
        ref={box}
        value={text}
        disabled={mode === "reply" && !mayReply}
        rows={3}
        dir="auto"
        aria-label={mode === "reply" ? t("ticket.reply") : t("ticket.note")}
        placeholder={
          mode === "note"
            ? t("ticket.noteHere")
            : mayReply
              ? t("ticket.replyHere", { name: authorName(ticket.author) })
              : t("ticket.readOnly")
        }
        onChange={(event) => write(mode, event.target.value)}
        onKeyDown={onKey}
      />
      {reply.problem ? (
        <p className="fault" role="alert">
          {reply.problem}
        </p>
      ) : null}
      <footer>
        {mode === "note" ? (
          <button className="button primary" disabled={cannotSend} onClick={() => void send("none")}>
            {t("ticket.addNote")}
          </button>
        ) : (
          <>
            <button className="button primary" disabled={cannotSend} onClick={() => void send("none")} title="Ctrl+Enter">
              {reply.isSending ? t("ticket.sending") : t("ticket.send")}
            </button>
            <button className="button" disabled={cannotSend} onClick={() => void send("wait")}>
              <Icon name="pause" size={14} /> {t("ticket.sendWait")}
            </button>
            <button className="button" disabled={cannotSend} onClick={() => void send("resolve")}>
              <Icon name="check" size={14} /> {t("ticket.sendResolve")}
            </button>
          </>
        )}
      </footer>
      {reply.conflict ? (
        <ConflictDialog
          conflict={reply.conflict}
          onEdit={reply.forget}
          onAnyway={() => {
            const { then } = reply;
            void reply.sendAnyway().then((done) => {
              if (done) sent(then);
            });
          }}
        />
      ) : null}
    </section>
  );
});
