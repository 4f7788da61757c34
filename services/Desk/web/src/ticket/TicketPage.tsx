import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { navigate, usePlace } from "../app/address";
import { Link } from "../app/Link";
import { queryClient } from "../app/queries";
import { usePerson } from "../app/session";
import { useShortcuts } from "../app/shortcuts";
import { asProblem } from "../api/problem";
import { lastOpened } from "../queue/lastOpened";
import { QueueList } from "../queue/QueueList";
import { useQueue } from "../queue/useQueue";
import { labels, listAddress, readFilters, ticketAddress } from "../queue/views";
import { copyLink } from "../ui/copyLink";
import { toast } from "../ui/toast";
import { accept, newestMention, opened, relabel, ticketQuery } from "./actions";
import { AssignDialog } from "./AssignDialog";
import { Composer, type ComposerHandle } from "./Composer";
import { SidePanel } from "./SidePanel";
import { TicketHeader } from "./TicketHeader";
import { Timeline } from "./Timeline";
import { useResolve } from "./useResolve";
import { WaitDialog } from "./WaitDialog";

/** One ticket: the list it came from at the left, its history in the middle, what one needs to know at the right. */
export function TicketPage({ id }: { id: number }) {
  const { t } = useTranslation();
  const person = usePerson();
  const { search } = usePlace();
  const filters = useMemo(() => readFilters(search.get("view"), search), [search]);
  const list = useQueue(filters);
  const query = useQuery({ ...ticketQuery(id), refetchInterval: 60_000 });
  const composer = useRef<ComposerHandle>(null);
  const [dialog, setDialog] = useState<"assign" | "wait" | null>(null);
  const resolving = useResolve();

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

  useEffect(() => {
    for (const each of [before, after]) {
      if (each) queryClient.query(ticketQuery(each.id)).catch(() => undefined);
    }
  }, [before?.id, after?.id]); // eslint-disable-line react-hooks/exhaustive-deps

  // Who opens what they were given keeps it; unopened it would go back to the queue.
  const mine = ticket?.assignee?.id === person.id && ticket.status !== "resolved" && ticket.status !== "closed";
  useEffect(() => {
    if (mine) void opened(id);
  }, [id, mine]);

  // Whoever writes here is using the list too: the next ticket must not change places meanwhile.
  const { touch } = list;
  useEffect(() => {
    addEventListener("keydown", touch);
    return () => removeEventListener("keydown", touch);
  }, [touch]);

  /** After the work is done: the next one, or where this one was the last, the most urgent of the others. */
  function goOn() {
    go(after ?? list.rows.find((row) => row.id !== id && !list.gone.has(row.id)));
  }

  function go(row: { id: number } | undefined) {
    list.touch();
    if (row) navigate(ticketAddress(row.id, filters), { replace: true });
    else toast(t("ticket.lastInView"));
  }

  function relabelNewest(place: number) {
    const label = labels[place];
    const mention = detail && newestMention(detail);
    if (label && mention) void relabel(mention, label, id);
  }

  useShortcuts({
    j: () => go(after),
    k: () => go(before),
    r: () => composer.current?.open("reply"),
    n: () => composer.current?.open("note"),
    m: () => ticket && void accept(ticket, person),
    a: () => setDialog("assign"),
    w: () => setDialog("wait"),
    e: () => ticket && void resolving.start(ticket),
    "Shift+E": () => ticket && void resolving.start(ticket, goOn),
    "1": () => relabelNewest(0),
    "2": () => relabelNewest(1),
    "3": () => relabelNewest(2),
    "4": () => relabelNewest(3),
    ".": () => void copyLink(ticketAddress(id, { view: "all" })),
    u: list.showChanges,
    Escape: () => navigate(listAddress(filters)),
    "/": () => navigate("/queue/all#search"),
    "Ctrl+K": () => navigate("/queue/all#search"),
  });

  return (
    <main className="ticket">
      <aside className="ticket-list" aria-label={t("queue.list")}>
        <Link to={listAddress(filters)} className="ticket-list-head">
          {t(`view.${filters.view}`)}
        </Link>
        <QueueList list={list} filters={filters} selected={id} onSelect={() => undefined} compact />
      </aside>
      {detail ? (
        <>
          <section className="ticket-main" key={id}>
            <TicketHeader
              detail={detail}
              onAssign={() => setDialog("assign")}
              onWait={() => setDialog("wait")}
              onResolve={() => void resolving.start(detail.ticket)}
            />
            <Timeline detail={detail} />
            <Composer ref={composer} detail={detail} onResolved={goOn} />
          </section>
          <SidePanel detail={detail} onAskOrder={(text) => composer.current?.insert(text)} />
        </>
      ) : (
        <Missing error={query.error} />
      )}
      {dialog === "assign" && ticket ? <AssignDialog ticket={ticket} onClose={() => setDialog(null)} /> : null}
      {dialog === "wait" && ticket ? <WaitDialog ticket={ticket} onClose={() => setDialog(null)} /> : null}
      {resolving.dialog}
    </main>
  );
}

function Missing({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  const problem = error && asProblem(error);
  const text =
    problem === null || problem.isAway
      ? t("ticket.loading")
      : problem.status === 404 || problem.status === 403
        ? t("ticket.gone")
        : t("app.error", { reason: problem.message });
  return (
    <section className="ticket-main">
      <p className="quiet padded" role="status">
        {text}
      </p>
    </section>
  );
}
