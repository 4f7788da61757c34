import { useTranslation } from "react-i18next";
import type { TicketRow } from "../api/types";
import { usePerson } from "../app/session";
import { accept } from "../ticket/actions";
import { carryOut } from "../ticket/carryOut";
import { Icon, type IconName } from "../ui/Icon";
import type { Work } from "../work/useWork";

interface Props {
  tickets: readonly TicketRow[];
  work: Work;
  onAll: () => void;
  onClear: () => void;
}

/** What can be done with the selected rows at once. The keys do the same. */
export function BulkBar({ tickets, work, onAll, onClear }: Props) {
  const { t } = useTranslation();
  const person = usePerson();
  const actions: readonly [string, IconName, string, () => void][] = [
    [t("action.accept"), "hand", "m", () => void carryOut(tickets, accept(person))],
    [t("action.assign"), "person", "a", () => work.start("assign")],
    [t("action.priority"), "up", "p", () => work.start("priority")],
    [t("work.status"), "flag", "s", () => work.start("status")],
    [t("work.snooze"), "clock", "z", () => work.start("snooze")],
    [t("work.handOver"), "next", "h", () => work.start("hand_over")],
    [t("action.resolve"), "check", "e", () => work.resolve()],
    [t("action.relabel"), "tag", "1 2 3 4", () => work.start("relabel")],
  ];
  return (
    <div className="bulk" role="toolbar" aria-label={t("palette.selected", { count: tickets.length })}>
      <strong>{t("palette.selected", { count: tickets.length })}</strong>
      {actions.map(([text, icon, key, run]) => (
        <button key={key} className="button small" onClick={run} title={`${text} (${key})`}>
          <Icon name={icon} size={13} /> {text}
        </button>
      ))}
      <button className="button small quiet push" onClick={onAll}>
        {t("queue.selectAll")}
      </button>
      <button className="button small quiet" onClick={onClear} title="Esc">
        <Icon name="x" size={13} /> {t("queue.selectNone")}
      </button>
    </div>
  );
}
