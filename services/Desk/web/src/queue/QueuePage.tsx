import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { navigate, usePlace } from "../app/address";
import { queryClient } from "../app/queries";
import { usePerson } from "../app/session";
import { useShortcuts } from "../app/shortcuts";
import { asProblem } from "../api/problem";
import { accept, newestMention, relabel, ticketQuery } from "../ticket/actions";
import { AssignDialog } from "../ticket/AssignDialog";
import { useResolve } from "../ticket/useResolve";
import { copyLink } from "../ui/copyLink";
import { FilterBar } from "./FilterBar";
import { QueueList } from "./QueueList";
import { useQueue } from "./useQueue";
import { labels, readFilters, ticketAddress } from "./views";
import { lastOpened } from "./lastOpened";

/** The agent's queue: nearest due first, updated in place. */
export function QueuePage({ view }: { view: string }) {
  const { t } = useTranslation();
  const person = usePerson();
  const { search } = usePlace();
  const filters = useMemo(() => readFilters(view, search), [view, search]);
  const list = useQueue(filters);
  const [selected, setSelected] = useState<number | null>(lastOpened.id);
  const [assigning, setAssigning] = useState(false);
  const resolving = useResolve();

  const index = list.rows.findIndex((row) => row.id === selected);
  const row = list.rows[index];
  const next = list.rows[index + 1];

  // The ticket under the selection and the one after it are read ahead: opening either waits for nothing.
  useEffect(() => {
    for (const each of [row, next]) {
      if (each) queryClient.query(ticketQuery(each.id)).catch(() => undefined);
    }
  }, [row?.id, next?.id]); // eslint-disable-line react-hooks/exhaustive-deps

  function move(by: number) {
    list.touch();
    const to = list.rows[index < 0 ? 0 : Math.min(list.rows.length - 1, Math.max(0, index + by))];
    if (to) setSelected(to.id);
  }

  function open(then = "") {
    if (row) navigate(ticketAddress(row.id, filters) + then);
  }

  async function relabelRow(place: number) {
    const label = labels[place];
    if (!row || !label) return;
    const detail = await queryClient.query(ticketQuery(row.id));
    const mention = newestMention(detail);
    if (mention) await relabel(mention, label, row.id);
  }

  useShortcuts({
    j: () => move(1),
    ArrowDown: () => move(1),
    k: () => move(-1),
    ArrowUp: () => move(-1),
    o: () => open(),
    Enter: () => open(),
    r: () => open("#reply"),
    n: () => open("#note"),
    m: () => row && void accept(row, person),
    a: () => row && setAssigning(true),
    e: () => row && void resolving.start(row, () => move(1)),
    "Shift+E": () => row && void resolving.start(row, () => move(1)),
    "1": () => void relabelRow(0),
    "2": () => void relabelRow(1),
    "3": () => void relabelRow(2),
    "4": () => void relabelRow(3),
    u: list.showChanges,
    ".": () => void copyLink(row ? ticketAddress(row.id, { view: "all" }) : undefined),
    "/": () => document.getElementById("queue-search")?.focus(),
    "Ctrl+K": () => document.getElementById("queue-search")?.focus(),
  });

  return (
    <main className="queue">
      <FilterBar filters={filters} count={list.rows.length} isAll={list.isAll} />
      {list.error && !asProblem(list.error).isAway ? (
        <p className="fault padded" role="alert">
          {t("app.error", { reason: list.error.message })}
        </p>
      ) : null}
      <QueueList list={list} filters={filters} selected={selected} onSelect={setSelected} />
      {assigning && row ? <AssignDialog ticket={row} onClose={() => setAssigning(false)} /> : null}
      {resolving.dialog}
    </main>
  );
}
