import { useTranslation } from "react-i18next";
import { Link } from "../app/Link";
import { shortMoment } from "../ui/Age";
import { countdownText } from "../ui/countdown";
import { useNowAs } from "../ui/time";
import { hourText } from "../ui/week";
import { FilterChip } from "./FilterChip";
import { useAgentName, usePolicyName, useQueues } from "./team";
import { figureParts, listAddress, without, type Filters } from "./views";

/** Which figure of the board or of a report the list is of; of promises met, those broken are one click away, and the other way round. */
export function FigureChip({ filters }: { filters: Filters }) {
  const { t } = useTranslation();
  const text = useFigureText(filters);
  const { result } = filters;
  if (text === "") return null;
  const other = result === "met" ? "breached" : result === "breached" ? "met" : null;
  return (
    <>
      <FilterChip icon="clock" text={text} to={listAddress(without(filters, ...figureParts))} />
      {other ? (
        <Link className="button small quiet" to={listAddress({ ...filters, result: other })}>
          {t(`queue.promise.see.${other}`)}
        </Link>
      ) : null}
    </>
  );
}

function useFigureText(filters: Filters): string {
  const { t, i18n } = useTranslation();
  const { hour, counted = "arrivals", promise, result = "met", took, paused_by: pausedBy, paused = "set", handed_over: outcome, reopened, from, to } = filters;
  const agent = useAgentName(pausedBy ?? filters.promise_agent);
  const policy = usePolicyName(filters.promise_policy);
  const queue = useQueues().find((each) => each.id === filters.promise_queue)?.name;
  return useNowAs((now) => {
    if (hour) return t(`queue.hour.${counted}`, { hour: hourText(hour, i18n.language) });
    if (!from || !to) return "";
    const span = { from: shortMoment(from, i18n.language, now), to: shortMoment(to, i18n.language, now) };
    if (pausedBy) return t(`queue.paused.${paused}`, { name: agent ?? t("queue.somebody"), ...span });
    if (outcome) return t("queue.handedOver", { outcome: t(`reports.outcome.${outcome}`), ...span });
    if (reopened === "any") return t("queue.cameBack.any", span);
    if (reopened) return t("queue.cameBack.because", { cause: t(`reports.cause.${reopened}`), ...span });
    if (!promise) return "";
    const owner = filters.promise_without ? t(`queue.without.${filters.promise_without}`) : (agent ?? queue ?? policy);
    const text =
      took === undefined
        ? t(`queue.promise.${result}`, { clock: t(`clock.kind.${promise}`), ...span })
        : t("queue.promise.took", { clock: t(`clock.kind.${promise}`), time: countdownText(took, { hours: t("clock.hours"), minutes: t("clock.minutes") }), ...span });
    return owner ? `${owner} · ${text}` : text;
  });
}
