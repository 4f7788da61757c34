import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { CalendarImportView, CalendarView } from "../api/leadTypes";
import { ProblemLine } from "../ui/ProblemLine";
import { toast } from "../ui/toast";
import { forget, ruleKeys } from "./queries";

type Source = { list: string } | { text: string };

/** Holidays and make-up days out of a list that ships or of an iCalendar file; shown before they are taken. */
export function CalendarImport({ calendar, isChanged }: { calendar: CalendarView; isChanged: boolean }) {
  const { t } = useTranslation();
  const lists = useQuery({ queryKey: ruleKeys.holidays, queryFn: () => take(router.GET("/calendars/holidays")), staleTime: Infinity });
  const [source, setSource] = useState<Source | null>(null);
  const run = useMutation({
    mutationFn: ({ from, dry }: { from: Source; dry: boolean }) =>
      take(router.POST("/calendars/{id}/import", { params: { path: { id: calendar.id } }, body: { ...from, dry_run: dry } })),
    onSuccess: async (result) => {
      if (!result.saved) return;
      toast(t("rules.import.done", { count: result.added.length + result.replaced.length }));
      await forget(ruleKeys.calendars);
    },
  });

  function show(from: Source) {
    setSource(from);
    run.mutate({ from, dry: true });
  }

  return (
    <section className="card stack import">
      <h2>{t("rules.import.title")}</h2>
      <div className="inline-form">
        {lists.data?.map((list) => (
          <button key={list} type="button" className="button small" onClick={() => show({ list })}>
            {listName(list)}
          </button>
        ))}
        <label className="button small file">
          {t("rules.import.file")}
          <input
            type="file"
            accept=".ics,text/calendar"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) void file.text().then((text) => show({ text }));
              event.target.value = "";
            }}
          />
        </label>
      </div>
      <ProblemLine error={run.error} />
      {run.data && source ? <Result result={run.data} /> : <p className="quiet">{t("rules.import.hint")}</p>}
      {run.data && !run.data.saved && source ? (
        <>
          {isChanged ? <p className="caution">{t("rules.import.loses")}</p> : null}
          <button type="button" className="button" disabled={run.isPending} onClick={() => run.mutate({ from: source, dry: false })}>
            {t("rules.import.take")}
          </button>
        </>
      ) : null}
    </section>
  );

  /** `cn-2026` is mainland China in 2026. */
  function listName(list: string): string {
    const found = /^cn-(\d{4})$/.exec(list);
    return found ? t("rules.import.china", { year: found[1] ?? "" }) : list;
  }
}

function Result({ result }: { result: CalendarImportView }) {
  const { t } = useTranslation();
  const days = [...result.added, ...result.replaced];
  return (
    <div role="status">
      <p>{t("rules.import.would", { added: result.added.length, replaced: result.replaced.length, makeUp: result.make_up_days })}</p>
      <ul className="import-days">
        {days.map((day) => (
          <li key={day.date}>
            <time dateTime={day.date}>{day.date}</time> <span className="quiet">{day.note}</span>
            {(day.open ?? []).length > 0 ? <span className="tag make_up">{t("rules.year.kind.make_up")}</span> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
