import { useTranslation } from "react-i18next";
import { Bell } from "../notices/Bell";
import { useCounts } from "../queue/useCounts";
import { sideViews } from "../queue/views";
import { Icon, type IconName } from "../ui/Icon";
import { asProblem } from "../api/problem";
import { toast } from "../ui/toast";
import { usePlace } from "./address";
import { Link } from "./Link";
import { Presence } from "./Presence";
import { hasRole, signOut, usePerson } from "./session";

/** Where one can go. Beside an open ticket it is a narrow rail. */
export function Sidebar({ slim, onKeys }: { slim: boolean; onKeys: () => void }) {
  const { t } = useTranslation();
  const person = usePerson();
  const place = usePlace();
  const works = hasRole(person, "agent", "lead", "admin");

  return (
    <nav className="side" aria-label={t("nav.main")}>
      <Link to="/" className="brand" title={t("app.name")}>
        <img src="/mark.svg" alt="" width="26" height="26" />
        <span className="wide-only">{t("app.name")}</span>
      </Link>
      <ul className="side-main">
        {works ? <Entry to="/queue/mine" under="/queue" also="/tickets" icon="queue" text={t("nav.queue")} /> : null}
        {works && !slim ? <Views /> : null}
        {hasRole(person, "lead", "admin") ? <Entry to="/sla" icon="board" text={t("nav.board")} /> : null}
        {hasRole(person, "lead", "admin") ? (
          <>
            <Entry to="/team" icon="people" text={t("team.title")} />
            <Entry to="/rules/policies" under="/rules" icon="rules" text={t("rules.title")} />
            <Entry to="/reports/promises" under="/reports" icon="chart" text={t("reports.title")} />
            <Entry to="/classifier/corrections" under="/classifier" icon="learn" text={t("learn.title")} />
          </>
        ) : null}
        {hasRole(person, "marketing", "lead", "admin") ? (
          <Entry to="/praise" icon="praise" text={t("nav.praise")} />
        ) : null}
        {hasRole(person, "admin") ? (
          <Entry to="/admin/accounts" under="/admin" icon="admin" text={t("nav.admin")} />
        ) : null}
      </ul>
      <div className="side-foot">
        {works ? <Presence slim={slim} /> : null}
        <ul>
          <Entry to="/settings" icon="settings" text={person.display_name} hint={t("nav.settings")} />
        </ul>
        <div className="side-row">
          {works ? <Bell /> : null}
          <button className="side-button" onClick={onKeys} title={`${t("nav.keys")} (?)`} aria-label={t("nav.keys")}>
            <Icon name="keyboard" size={18} />
          </button>
          <button
            className="side-button"
            onClick={() => void signOut().catch((error: unknown) => toast(asProblem(error).message, "bad"))}
            title={t("nav.signOut")}
            aria-label={t("nav.signOut")}
          >
            <Icon name="signout" size={18} />
          </button>
        </div>
      </div>
    </nav>
  );

  function Entry({ to, under = to, also, icon, text, hint }: EntryProps) {
    const here = place.path === to || place.path.startsWith(under) || (also && place.path.startsWith(also));
    return (
      <li>
        <Link to={to} className="side-link" aria-current={here ? "page" : undefined} title={hint ?? text}>
          <Icon name={icon} size={18} />
          <span className="wide-only">{text}</span>
        </Link>
      </li>
    );
  }
}

interface EntryProps {
  to: string;
  under?: string;
  also?: string;
  icon: IconName;
  text: string;
  hint?: string;
}

function Views() {
  const { t } = useTranslation();
  const place = usePlace();
  const counts = useCounts();
  return (
    <li className="wide-only">
      <ul className="side-views" aria-label={t("nav.views")}>
        {sideViews.map((view) => {
          const count = view === "all" ? null : (counts?.[view] ?? null);
          // What others ask of us is as loud as what is late.
          const late = (view === "overdue" || view === "handed_in") && (count ?? 0) > 0;
          return (
            <li key={view}>
              <Link
                to={`/queue/${view}`}
                className={late ? "side-view late" : "side-view"}
                aria-current={place.path === `/queue/${view}` ? "page" : undefined}
              >
                <span>{t(`view.${view}`)}</span>
                {count === null ? null : <span className={count === 0 ? "count none" : "count"}>{count}</span>}
              </Link>
            </li>
          );
        })}
      </ul>
    </li>
  );
}
