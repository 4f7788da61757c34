import { useTranslation } from "react-i18next";

/** How far a share lies above or below what it was; nothing where that is not known. */
export function Change({ now, before, than }: { now: number | null; before: number | null; than: string }) {
  const { t } = useTranslation();
  if (now === null || before === null) return null;
  const points = Math.round((now - before) * 100);
  const text = points === 0 ? t("board.same") : t(points > 0 ? "board.better" : "board.worse", { points: Math.abs(points) });
  return (
    <span className={points === 0 ? "change" : points > 0 ? "change up" : "change down"} title={`${text} ${than}`}>
      <span aria-hidden="true">{points === 0 ? "=" : `${points > 0 ? "▲" : "▼"} ${Math.abs(points)}`}</span>
      <span className="only-read">{`${text} ${than}`}</span>
    </span>
  );
}

/** The API speaks of percent, everything here of shares from 0 to 1. */
export function shareOf(figures: { percent_met: number | null } | undefined): number | null {
  return figures?.percent_met == null ? null : figures.percent_met / 100;
}
