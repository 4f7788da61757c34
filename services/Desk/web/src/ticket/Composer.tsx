import { forwardRef, useEffect, useImperativeHandle, useRef, useState, type KeyboardEvent } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { here } from "../app/here";
import { usePerson } from "../app/session";
import type { LinkAttachment, TicketDetail } from "../api/types";
import { afterPaint } from "../ui/afterPaint";
import { Icon } from "../ui/Icon";
import { authorName } from "../ui/marks";
import { newestMention } from "./actions";
import { CallList, useCalling } from "./CallList";
import { CannedDialog } from "./CannedDialog";
import { ComposerFoot } from "./ComposerFoot";
import { ConflictDialog } from "./ConflictDialog";
import { changeDraft, dropOldDrafts, useDraft, type Draft } from "./drafts";
import { LinkRow } from "./LinkRow";
import { PersonalDataDialog } from "./PersonalDataDialog";
import { ReplyLimit } from "./ReplyLimit";
import type { Then, Words } from "./sending";
import { useReply } from "./useReply";
import { useReplyCheck } from "./useReplyCheck";

export interface ComposerHandle {
  open: (mode: Mode) => void;
  insert: (text: string) => void;
  canned: () => void;
}

interface Props {
  detail: TicketDetail;
  onResolved: () => void;
  onTyping: (isTyping: boolean) => void;
}

export type Mode = "reply" | "note";
const noteLimit = 4_000;
const stopsTyping = 6_000;

/** Where a person writes. What is written is kept until it is sent, whatever happens to the page. */
export const Composer = forwardRef<ComposerHandle, Props>(function Composer({ detail, onResolved, onTyping }, ref) {
  const { t } = useTranslation();
  const person = usePerson();
  const { ticket, actions } = detail;
  const draft = useDraft(person.id, ticket.id);
  const [mode, setMode] = useState<Mode>("reply");
  const [isPicking, setPicking] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const typing = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const reply = useReply(person.id, detail);
  const text = draft[mode];
  const mayReply = actions.includes("reply");
  const isPrivate = newestMention(detail)?.visibility === "private";
  const check = useReplyCheck(ticket.id, draft.reply);
  const isTooLong = mode === "note" ? text.length > noteLimit : (check?.too_long ?? false);
  const cannotSend =
    text.trim() === "" || isTooLong || reply.isSending || (mode === "reply" && (check?.unfilled.length ?? 0) > 0);
  const calling = useCalling(box, text, mode === "note", (value) => write("note", value));

  useEffect(() => afterPaint(dropOldDrafts), []);
  useEffect(() => {
    if (location.hash === "#note") setMode("note");
    if (location.hash === "#reply" || location.hash === "#note") box.current?.focus();
    if (location.hash === "#canned") setPicking(true);
    return () => clearTimeout(typing.current);
  }, []);
  useImperativeHandle(ref, () => ({
    open(next) {
      // At once: the next key is already a letter.
      flushSync(() => setMode(next));
      box.current?.focus();
    },
    insert,
    canned: () => mayReply && setPicking(true),
  }));

  function insert(more: string) {
    flushSync(() => {
      setMode("reply");
      setPicking(false);
      write("reply", draft.reply === "" ? more : `${draft.reply}\n${more}`);
    });
    box.current?.focus();
  }

  function keep(change: (now: Draft) => Draft) {
    changeDraft(person.id, ticket.id, change);
  }

  function write(which: Mode, value: string) {
    keep((now) => ({ ...now, [which]: value }));
    onTyping(true);
    clearTimeout(typing.current);
    typing.current = setTimeout(() => onTyping(false), stopsTyping);
  }

  function setLinks(links: readonly LinkAttachment[]) {
    keep((now) => ({ ...now, links }));
  }

  function send(then: Then) {
    if (cannotSend) return;
    const { links } = draft;
    const words: Words =
      mode === "note" ? { kind: "note", text: text.trim(), links } : { kind: "reply", text: text.trim(), links, then };
    void follow(reply.send(words));
  }

  /** What comes after sending, for whoever still is where they sent it. */
  async function follow(sending: Promise<Words | null>) {
    const isHere = here();
    const words = await sending;
    if (words === null) return;
    onTyping(false);
    if (words.kind === "reply" && words.then === "resolve" && isHere()) onResolved();
  }

  function onKey(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing || calling.onKey(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send("none");
    } else if (event.key === "Escape") {
      event.currentTarget.blur();
    }
  }

  const name = mode === "reply" ? t("ticket.reply") : t("ticket.note");
  return (
    <section className={`composer ${mode}`} aria-label={name}>
      <div className="composer-tabs" role="tablist">
        <button role="tab" aria-selected={mode === "reply"} onClick={() => setMode("reply")} title="r">
          <Icon name="speech" size={14} /> {isPrivate ? t("ticket.replyPrivate") : t("ticket.replyTo")}
          {draft.reply !== "" && mode !== "reply" ? <span className="dot" /> : null}
        </button>
        <button role="tab" aria-selected={mode === "note"} onClick={() => setMode("note")} title="n">
          <Icon name="note" size={14} /> {t("ticket.note")}
          {draft.note !== "" && mode !== "note" ? <span className="dot" /> : null}
        </button>
        {mode === "reply" ? (
          <ReplyLimit check={check} isEmpty={text === ""} />
        ) : (
          <span className={isTooLong ? "composer-count fault" : "composer-count"}>
            {text === "" ? "" : t("ticket.characters", { count: text.length, limit: noteLimit })}
          </span>
        )}
      </div>
      <div className="composer-box">
        <textarea
          ref={box}
          value={text}
          disabled={mode === "reply" && !mayReply}
          rows={3}
          dir="auto"
          aria-label={name}
          placeholder={
            mode === "note"
              ? t("ticket.noteHere")
              : mayReply
                ? t("ticket.replyHere", { name: authorName(ticket.author) })
                : t("ticket.readOnly")
          }
          onChange={(event) => {
            write(mode, event.target.value);
            calling.look();
          }}
          onSelect={calling.look}
          onKeyDown={onKey}
        />
        <CallList calling={calling} />
      </div>
      <LinkRow links={draft.links} onChange={setLinks} />
      {reply.problem ? (
        <p className="fault" role="alert">
          {reply.problem}
        </p>
      ) : null}
      <ComposerFoot
        mode={mode}
        cannotSend={cannotSend}
        isSending={reply.isSending}
        onSend={send}
        onCanned={mayReply ? () => setPicking(true) : undefined}
      />
      {isPicking ? (
        <CannedDialog
          detail={detail}
          onClose={() => setPicking(false)}
          onInsert={insert}
          onRun={(macro) => {
            setPicking(false);
            void reply.send(macro);
          }}
        />
      ) : null}
      {reply.conflict ? (
        <ConflictDialog conflict={reply.conflict} what="write" onEdit={reply.forget} onAnyway={() => void follow(reply.sendAnyway())} />
      ) : null}
      {reply.personal ? (
        <PersonalDataDialog check={reply.personal} onEdit={reply.forget} onAnyway={() => void follow(reply.sendPersonal())} />
      ) : null}
    </section>
  );
});
