import { useTranslation } from "react-i18next";
import { Link } from "../app/Link";
import { listAddress } from "../queue/views";
import { Age } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { useAlerts } from "./useBoard";

const reasons = ["no_members", "nobody_on_shift", "nobody_free"] as const;

/** Queues whose tickets find nobody, as long as that lasts. */
export function Alerts() {
  const { t } = useTranslation();
  const alerts = useAlerts();
  if (alerts.length === 0) return null;
  return (
    <section className="lane-alerts" aria-label={t("board.alerts")}>
      {alerts.map((alert) => {
        const reason = reasons.find((known) => known === alert.reason);
        return (
          <Link key={alert.id} to={listAddress({ view: "unassigned", queue: [alert.queue.id] })}>
            <Icon name="warning" size={15} />
            <strong>{alert.queue.name}</strong>
            <span>{reason ? t(`board.alert.${reason}`) : alert.reason}</span>
            <span className="quiet">
              {t("board.waiting", { count: alert.waiting })} · <Age since={alert.began_at} />
            </span>
          </Link>
        );
      })}
    </section>
  );
}
