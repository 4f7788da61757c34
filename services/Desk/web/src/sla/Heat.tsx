import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { Link } from "../app/Link";
import { keys } from "../app/queries";
import { useQueues } from "../queue/team";
import { listAddress, type Counted } from "../queue/views";
import { ProblemLine } from "../ui/ProblemLine";
import { weekdays } from "../ui/week";
import { byHour, warmest, warmth } from "./heat";

const spans = [4, 8, 12] as const;
const counts: readonly Counted[] = ["arrivals", "breaches"];

/** When in the week customers write, and when promises break; a figure opens exactly its tickets. */
export function Heat() {
  const { t, i18n } = useTranslation();
  const queues = useQueues();
  const [counted, setCounted] = useState<Counted>("arrivals");
  const [weeks, setWeeks] = useState<number>(spans[0]);
  const [queue, setQueue] = useState("");
  const query = useQuery({
    queryKey: [...keys.board, "heat", weeks, queue],
    queryFn: () => take(router.GET("/sla/heat", { params: { query: { weeks, ...(queue === "" ? {} : { queue }) } } })),
    staleTime: 5 * 60_000,
    placeholderData: (before) => before,
  });
  const days = byHour(query.data?.hours ?? [], counted);
  const most = warmest(days);
  const names = weekdays(i18n.language, "short");
  return (
    <section className={`card heat ${counted}`}>
      <header className="section-head">
        <h2>{t("board.heat.title")}</h2>
        <span className="group-by">
          {counts.map((each) => (
            <button key={each} className="button small" aria-pressed={each === counted} onClick={() => setCounted(each)}>
              {t(`board.heat.${each}`)}
            </button>
          ))}
          <select aria-label={t("board.heat.span")} value={weeks} onChange={(event) => setWeeks(Number(event.target.value))}>
            {spans.map((each) => (
              <option key={each} value={each}>
                {t("board.heat.weeks", { count: each })}
              </option>
            ))}
          </select>
          {queues.length > 1 ? (
            <select aria-label={t("queue.anyQueue")} value={queue} onChange={(event) => setQueue(event.target.value)}>
              <option value="">{t("queue.anyQueue")}</option>
              {queues.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.name}
                </option>
              ))}
            </select>
          ) : null}
        </span>
      </header>
      <ProblemLine error={query.error} />
      <div className="heat-frame">
        <table>
          <caption className="only-read">{t(`board.heat.${counted}`)}</caption>
          <thead>
            <tr>
              <td />
              {[...Array(24).keys()].map((hour) => (
                <th key={hour} scope="col">
                  {String(hour).padStart(2, "0")}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((hours, day) => (
              <tr key={names[day]}>
                <th scope="row">{names[day]}</th>
                {hours.map((count, hour) => (
                  <td key={hour} className={`warm-${warmth(count, most)}`}>
                    {count === 0 ? (
                      <span aria-label="0">·</span>
                    ) : (
                      <Link
                        to={listAddress({ view: "all", ...(queue === "" ? {} : { queue: [queue] }), hour: `${day + 1}-${hour}`, counted, weeks })}
                        title={`${names[day] ?? ""} ${String(hour).padStart(2, "0")}:00 · ${t(`board.heat.${counted}`)}: ${count}`}
                      >
                        {count}
                      </Link>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {query.data ? <p className="quiet">{t("board.heat.zone", { zone: query.data.zone, count: weeks })}</p> : null}
    </section>
  );
}
