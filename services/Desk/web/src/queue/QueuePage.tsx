import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { navigate } from "../app/address";
import { useCommands } from "../app/commands";
import { leaveControl, useShortcuts } from "../app/shortcuts";
import { asProblem } from "../api/problem";
import { useDrawAhead, useReadAhead } from "../ticket/readAhead";
import { useWork } from "../work/useWork";
import { BulkBar } from "./BulkBar";
import { FilterBar } from "./FilterBar";
import { lastOpened } from "./lastOpened";
import { QueueList } from "./QueueList";
import { nothing, stillIn, withOne, withRange, type Selection } from "./selection";
import { useFilters } from "./useFilters";
import { useQueue } from "./useQueue";
import { listAddress, ticketAddress } from "./views";

/** The agent's queue: nearest due first, updated in place. */
export function QueuePage({ view }: { view: string }) {
  const { t } = useTranslation();
  const filters = useFilters(view);
  const list = useQueue(filters);
  const [current, setCurrent] = useState<number | null>(lastOpened.id);
  const [chosen, setChosen] = useState<Selection>(nothing);

  const order = useMemo(() => list.rows.map((row) => row.id), [list.rows]);
  const selection = useMemo(() => stillIn(chosen, order), [chosen, order]);
  const index = order.indexOf(current ?? -1);
  const row = list.rows[index];
  const next = list.rows[index + 1];
  const selected = selection.ids.size === 0 ? [] : list.rows.filter((each) => selection.ids.has(each.id));
  const work = useWork({ tickets: selected.length > 0 ? selected : row ? [row] : [], onNext: goOn });

  useReadAhead([row?.id, next?.id]);
  useDrawAhead(row?.id, row ? ticketAddress(row.id, filters) : "");

  useEffect(() => setChosen(nothing), [filters]);

  /** After the work is done: the next row, unless the cursor has gone on by itself meanwhile. */
  function goOn() {
    list.touch();
    setCurrent((now) => (next && now === (row?.id ?? null) ? next.id : now));
  }

  function move(by: number, select = false) {
    list.touch();
    leaveControl();
    const to = list.rows[index < 0 ? 0 : Math.min(list.rows.length - 1, Math.max(0, index + by))];
    if (!to) return;
    setCurrent(to.id);
    if (select) setChosen(withRange(selection.anchor === null && row ? withOne(selection, row.id) : selection, to.id, order));
  }

  function choose(id: number, range: boolean) {
    list.touch();
    setChosen(range ? withRange(selection, id, order) : withOne(selection, id));
  }

  function open(then = "") {
    if (!row) return;
    list.touch();
    navigate(ticketAddress(row.id, filters) + then);
  }

  useCommands(work.commands);
  useShortcuts({
    ...work.shortcuts,
    j: () => move(1),
    ArrowDown: () => move(1),
    k: () => move(-1),
    ArrowUp: () => move(-1),
    "Shift+ArrowDown": () => move(1, true),
    "Shift+ArrowUp": () => move(-1, true),
    x: () => row && choose(row.id, false),
    Escape: selected.length > 0 ? () => setChosen(nothing) : undefined,
    o: () => open(),
    Enter: () => open(),
    r: () => open("#reply"),
    n: () => open("#note"),
    ";": () => open("#canned"),
    u: list.showChanges,
  });

  return (
    <main className="queue">
      <FilterBar filters={filters} rows={list.rows} isAll={list.isAll} />
      {selected.length > 0 ? (
        <BulkBar
          tickets={selected}
          work={work}
          onAll={() => setChosen({ ids: new Set(order), anchor: order[0] ?? null })}
          onClear={() => setChosen(nothing)}
        />
      ) : null}
      {list.error && !asProblem(list.error).isAway ? (
        <p className="fault padded" role="alert">
          {t("app.error", { reason: list.error.message })}
        </p>
      ) : null}
      <QueueList
        key={listAddress(filters)}
        list={list}
        filters={filters}
        selected={current}
        onSelect={setCurrent}
        chosen={selection.ids}
        onChoose={choose}
      />
      {work.dialog}
    </main>
  );
}
