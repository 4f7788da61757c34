import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { RecalculationPreview } from "../api/leadTypes";
import { Link } from "../app/Link";
import { Moment } from "../ui/Age";
import { Table } from "../ui/Table";

export function startRecalculation(scope: { policy_id: string } | { calendar_id: string }): Promise<unknown> {
  return take(router.POST("/recalculations", { body: { all: false, ...scope } }));
}

interface Props {
  preview: RecalculationPreview | null;
  isPending: boolean;
  onPreview: () => void;
  onApply: () => void;
}

/** What a change would do to tickets that are in work, told before it is done. */
export function RecalculationOffer({ preview, isPending, onPreview, onApply }: Props) {
  const { t } = useTranslation();
  return (
    <div className="offer">
      <div className="inline-form">
        <button type="button" className="button" disabled={isPending} onClick={onPreview}>
          {t("rules.recalc.preview")}
        </button>
        {preview ? (
          <p role="status">
            {t("rules.recalc.would", { changes: preview.changes, looked: preview.looked_at })}
            {preview.looked_at < preview.open_tickets ? ` ${t("rules.recalc.sampled", { open: preview.open_tickets })}` : ""}
          </p>
        ) : (
          <p className="quiet">{t("rules.recalc.hint")}</p>
        )}
      </div>
      {preview && preview.sample.length > 0 ? (
        <div className="table-scroll">
          <Table columns={[t("ticket.number"), t("board.clock"), t("rules.recalc.before"), t("rules.recalc.after")]}>
            {preview.sample.slice(0, 8).map((clock) => (
              <tr key={`${clock.ticket_id} ${clock.clock} ${clock.round}`}>
                <th scope="row">
                  <Link className="link" to={`/tickets/${clock.ticket_id}?view=team`}>
                    {clock.number}
                  </Link>
                </th>
                <td>{t(`clock.kind.${clock.clock}`)}</td>
                <td>
                  {clock.due_before ? <Moment at={clock.due_before} /> : "–"} <span className="quiet">{clock.policy_before}</span>
                </td>
                <td>
                  {clock.due_after ? <Moment at={clock.due_after} /> : "–"} <span className="quiet">{clock.policy_after}</span>
                </td>
              </tr>
            ))}
          </Table>
        </div>
      ) : null}
      {preview && preview.changes > 0 ? (
        <button type="button" className="button" onClick={onApply}>
          {t("rules.recalc.apply")}
        </button>
      ) : null}
    </div>
  );
}
