import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CalendarView } from "../api/leadTypes";
import { Link } from "../app/Link";
import { Icon } from "../ui/Icon";
import { newId } from "../ui/newId";
import { ProblemLine } from "../ui/ProblemLine";
import { CalendarEditor } from "./CalendarEditor";
import { useCalendars } from "./queries";
import { RulesBar } from "./RulesBar";

/** The hours by which promises are counted: a list of calendars, and one of them open. */
export function CalendarsPage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  const query = useCalendars();
  const calendars = query.data ?? [];
  const [fresh] = useState(newId);
  const open = id === null ? calendars[0] : (calendars.find((each) => each.id === id) ?? blank(id, t("rules.calendar.new")));
  return (
    <main className="admin">
      <RulesBar>
        <Link className="button primary bar-end" to={`/rules/calendars/${fresh}`}>
          <Icon name="plus" size={14} /> {t("rules.calendar.new")}
        </Link>
      </RulesBar>
      <div className="padded-x">
        <ProblemLine error={query.error} />
        {query.isPending ? <p className="quiet padded">{t("app.loading")}</p> : null}
      </div>
      {query.data && open ? (
        <>
          {calendars.length > 1 || !calendars.includes(open) ? (
            <nav className="picker" aria-label={t("rules.calendars")}>
              {calendars.map((each) => (
                <Link key={each.id} to={`/rules/calendars/${each.id}`} aria-current={each.id === open.id ? "page" : undefined}>
                  {each.definition.name} <span className="quiet">{each.definition.zone}</span>
                </Link>
              ))}
            </nav>
          ) : null}
          <CalendarEditor key={open.id} calendar={open} />
        </>
      ) : null}
    </main>
  );
}

function blank(id: string, name: string): CalendarView {
  return { id, version: 0, definition: { name, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, week: {}, days: [] } };
}
