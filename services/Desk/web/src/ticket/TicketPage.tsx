import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { navigate } from "../app/address";
import { useCommands } from "../app/commands";
import { Link } from "../app/Link";
import { openPalette } from "../app/palette";
import { usePerson } from "../app/session";
import { leaveControl, useShortcuts } from "../app/shortcuts";
import { asProblem } from "../api/problem";
import { lastOpened } from "../queue/lastOpened";
import { QueueList } from "../queue/QueueList";
import { useFilters } from "../queue/useFilters";
import { useQueue, type QueueList as List } from "../queue/useQueue";
import { listAddress, ticketAddress, type Filters } from "../queue/views";
import { afterPaint } from "../ui/afterPaint";
import { Icon } from "../ui/Icon";
import { Later } from "../ui/Later";
import { toast } from "../ui/toast";
import { useWork } from "../work/useWork";
import { opened, ticketQuery } from "./actions";
import { Colleagues } from "./Colleagues";
import { Composer, type ComposerHandle } from "./Composer";
import { HandOverBanner } from "./HandOverBanner";
import { SidePanel } from "./SidePanel";
import { TicketHeader } from "./TicketHeader";
import { Timeline } from "./Timeline";
import { useCaseCommands } from "../cases/useCaseCommands";
import { useReadAhead } from "./readAhead";
import { usePresence } from "./usePresence";

const nobodySelects = () => undefined;

/** One ticket: the list it came from at the left, its history in the middle, what one needs to know at the right. */
export function TicketPage({ id }: { id: number }) {
  const { t } = useTranslation();
  const filters = useFilters();
  const list = useQueue(filters);

  // Whoever writes here is using the list too: the next ticket must not change places meanwhile.
  const { touch } = list;
  useEffect(() => {
    addEventListener("keydown", touch);
    return () => removeEventListener("keydown", touch);
  }, [touch]);

  return (
    <main className="ticket">
      <aside className="ticket-list" aria-label={t("queue.list")}>
        <Link to={listAddress(filters)} className="ticket-list-head">
          {t(`view.${filters.view}`)}
        </Link>
        <Later>
          <QueueList
            key={listAddress(filters)}
            list={list}
            filters={filters}
            selected={id}
            onSelect={nobodySelects}
            compact
          />
        </Later>
      </aside>
      <OpenTicket key={id} id={id} list={list} filters={filters} />
    </main>
  );
}

/**
 * The list stays from ticket to ticket; what belongs to one of them ends with it. Its words and its reply box are drawn first,
 * then what stands beside them.
 */
function OpenTicket({ id, list, filters }: { id: number; list: List; filters: Filters }) {
  const { t } = useTranslation();
  const person = usePerson();
  const query = useQuery({ ...ticketQuery(id), refetchInterval: 60_000 });
  const composer = useRef<ComposerHandle>(null);
  const [isTyping, setTyping] = useState(false);
  const colleagues = usePresence(id, isTyping);

  const detail = query.data;
  const ticket = detail?.ticket;
  const index = list.rows.findIndex((row) => row.id === id);
  const before = list.rows[index - 1];
  const after = list.rows[index + 1];

  useEffect(() => {
    lastOpened.id = id;
    if (ticket) document.title = `${ticket.number} · TriageMesh`;
    return () => {
      document.title = "TriageMesh";
    };
  }, [id, ticket]);

  useReadAhead([after?.id, before?.id, list.rows[index + 2]?.id]);

  // Who opens what they were given keeps it; unopened it would go back to the queue.
  const mine = ticket?.assignee?.id === person.id && ticket.status !== "resolved" && ticket.status !== "closed";
  useEffect(() => (mine ? afterPaint(() => void opened(id)) : undefined), [id, mine]);

  /** After the work is done: the next one, or where this one was the last, the most urgent of the others. */
  function goOn() {
    go(after ?? list.rows.find((row) => row.id !== id && !list.gone.has(row.id)));
  }

  function go(row: { id: number } | undefined) {
    list.touch();
    leaveControl();
    if (row) navigate(ticketAddress(row.id, filters), { replace: true });
    else toast(t("ticket.lastInView"));
  }

  const work = useWork({ tickets: ticket ? [ticket] : [], onNext: goOn });
  const cases = useCaseCommands(detail);
  const writing = {
    r: () => composer.current?.open("reply"),
    n: () => composer.current?.open("note"),
    ";": () => composer.current?.canned(),
  };
  const group = t("palette.ticket", { number: ticket?.number ?? "" });
  useCommands([
    { text: t("keys.reply"), keys: "r", icon: "speech", group, run: writing.r },
    { text: t("keys.note"), keys: "n", icon: "note", group, run: writing.n },
    { text: t("keys.canned"), keys: ";", icon: "star", group, run: writing[";"] },
    ...work.commands,
    ...cases.commands,
  ]);
  useShortcuts({
    ...work.shortcuts,
    ...writing,
    j: () => go(after),
    k: () => go(before),
    u: list.showChanges,
    Escape: () => navigate(listAddress(filters)),
  });

  return (
    <>
      {detail ? (
        <>
          <section className="ticket-main">
            <TicketHeader detail={detail} work={work} onMore={openPalette} />
            {detail.hand_over ? <HandOverBanner detail={detail} handOver={detail.hand_over} /> : null}
            <Timeline detail={detail} />
            <Colleagues people={colleagues} />
            <Composer ref={composer} detail={detail} onResolved={goOn} onTyping={setTyping} />
          </section>
          <Later until={<aside className="panel" aria-hidden="true" />}>
            <SidePanel
              detail={detail}
              onAskOrder={(text) => composer.current?.insert(text)}
              onLink={() => cases.start("link")}
            />
          </Later>
        </>
      ) : (
        <Missing error={query.error} />
      )}
      {work.dialog}
      {cases.dialog}
    </>
  );
}

function Missing({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  const problem = error && asProblem(error);
  if (problem !== null && (problem.status === 404 || problem.status === 403)) {
    return (
      <section className="ticket-main">
        <div className="empty" role="status">
          <Icon name="search" size={36} />
          <p>{t("ticket.gone")}</p>
          <Link className="button small" to="/">
            {t("app.back")}
          </Link>
        </div>
      </section>
    );
  }
  const text = problem === null || problem.isAway ? t("ticket.loading") : t("app.error", { reason: problem.message });
  return (
    <section className="ticket-main">
      <p className="quiet padded" role="status">
        {text}
      </p>
    </section>
  );
}
