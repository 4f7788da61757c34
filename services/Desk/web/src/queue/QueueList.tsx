import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "../app/Link";
import { Icon } from "../ui/Icon";
import { useMedia } from "../ui/useMedia";
import { QueueRow } from "./QueueRow";
import type { QueueList as List } from "./useQueue";
import { isFiltered, isWorked, listAddress, type Filters } from "./views";

interface Props {
  list: List;
  filters: Filters;
  selected: number | null;
  onSelect: (id: number) => void;
  compact?: boolean;
  /** Rows that are selected for a common action; without it there is nothing to select. */
  chosen?: ReadonlySet<number>;
  onChoose?: (id: number, range: boolean) => void;
}

const fullHeight = 54;
const phoneHeight = 98;
const compactHeight = 68;

/** A list of any length: only the rows on the screen exist. */
export function QueueList({ list, filters, selected, onSelect, compact = false, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, fetchNext, touch } = list;
  // The same functions from one drawing to the next: with others the places of all rows would be worked out anew.
  const isPhone = useMedia("(max-width: 760px)");
  const height = compact ? compactHeight : isPhone ? phoneHeight : fullHeight;
  const heightOf = useCallback(() => height, [height]);
  const keyOf = useCallback((index: number) => rows[index]?.id ?? index, [rows]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: heightOf,
    getItemKey: keyOf,
    overscan: 8,
  });
  const measured = useRef(height);
  useEffect(() => {
    if (measured.current === height) return;
    measured.current = height;
    virtualizer.measure();
  }, [height, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (rows.length > 0 && lastShown >= rows.length - 15) fetchNext();
  }, [lastShown, rows.length, fetchNext]);

  const index = selected === null ? -1 : rows.findIndex((row) => row.id === selected);
  useEffect(() => {
    if (index >= 0) virtualizer.scrollToIndex(index, { align: "auto" });
    // Only a new selection scrolls; a list that changes does not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected]);

  return (
    <div className="list-frame">
      {list.changes > 0 ? (
        <button className="held" onClick={list.showChanges} title={t("queue.heldHint")}>
          <Icon name="up" size={13} /> {t("queue.held", { count: list.changes })} · <strong>{t("queue.show")}</strong>
        </button>
      ) : null}
      {compact ? null : <Columns />}
      <div ref={scroller} className="list" onPointerMove={touch} onWheel={touch} onFocus={touch}>
        {rows.length === 0 ? <Empty list={list} filters={filters} /> : null}
        <ol className="list-rows" style={{ height: virtualizer.getTotalSize() }} aria-label={t("queue.list")}>
          {items.map((item) => {
            const row = rows[item.index];
            return row ? (
              <li
                key={item.key}
                className="list-item"
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
                aria-setsize={list.isAll ? rows.length : -1}
                aria-posinset={item.index + 1}
              >
                <QueueRow
                  row={row}
                  filters={filters}
                  isSelected={row.id === selected}
                  isGone={list.gone.has(row.id)}
                  compact={compact}
                  onSelect={onSelect}
                  isChosen={chosen?.has(row.id) ?? false}
                  onChoose={onChoose}
                />
              </li>
            ) : null;
          })}
        </ol>
        {rows.length > 0 && list.isAll ? <p className="list-end">{t("queue.allLoaded")}</p> : null}
      </div>
    </div>
  );
}

function Columns() {
  const { t } = useTranslation();
  return (
    <div className="columns" aria-hidden="true">
      <span />
      <span>{t("queue.columns.clock")}</span>
      <span>{t("queue.columns.who")}</span>
      <span>{t("queue.columns.label")}</span>
      <span>{t("queue.columns.waiting")}</span>
      <span>{t("queue.columns.person")}</span>
    </div>
  );
}

function Empty({ list, filters }: { list: List; filters: Filters }) {
  const { t } = useTranslation();
  if (list.error) return null;
  if (list.isLoading) return <RowsToCome />;
  const { view } = filters;
  const [text, way] = isFiltered(filters)
    ? [t("queue.empty.filtered"), { to: listAddress({ view }), text: t("queue.clear") }]
    : view === "mine"
      ? [t("queue.empty.mine"), { to: listAddress({ view: "unassigned" }), text: t("queue.empty.take") }]
      : [isWorked(view) ? t(`queue.empty.${view}`) : t("queue.empty.other"), null];
  return (
    <div className="empty">
      <Icon name="inbox" size={36} />
      <p>{text}</p>
      {way ? (
        <Link className="button small" to={way.to}>
          {way.text}
        </Link>
      ) : null}
    </div>
  );
}

function RowsToCome() {
  const { t } = useTranslation();
  return (
    <div className="to-come" role="status" aria-label={t("app.loading")}>
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <span key={row} />
      ))}
    </div>
  );
}
