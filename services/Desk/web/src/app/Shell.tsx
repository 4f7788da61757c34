import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "../api/types";
import { QueuePage } from "../queue/QueuePage";
import { TicketPage } from "../ticket/TicketPage";
import { Icon } from "../ui/Icon";
import { match, navigate, usePlace, type Place } from "./address";
import { AwayBanner } from "./AwayBanner";
import { CrashBoundary } from "./CrashBoundary";
import { Link } from "./Link";
import { hasRole, usePerson } from "./session";
import { ShortcutSheet } from "./ShortcutSheet";
import { useShortcuts } from "./shortcuts";
import { Sidebar } from "./Sidebar";
import { useLive } from "./useLive";

// What most people never open is not in the first load.
const BoardPage = lazy(() => import("../sla/BoardPage").then((page) => ({ default: page.BoardPage })));
const PraisePage = lazy(() => import("../praise/PraisePage").then((page) => ({ default: page.PraisePage })));
const AccountsPage = lazy(() => import("../admin/AccountsPage").then((page) => ({ default: page.AccountsPage })));
const ParkedPage = lazy(() => import("../admin/ParkedPage").then((page) => ({ default: page.ParkedPage })));
const SettingsPage = lazy(() => import("../settings/SettingsPage").then((page) => ({ default: page.SettingsPage })));

/** Everything around the pages: where one can go, what is live, what is away. */
export function Shell() {
  const { t } = useTranslation();
  const place = usePlace();
  const isLive = useLive();
  const [sheet, setSheet] = useState(false);
  useShortcuts({ "?": () => setSheet(true) });
  const slim = place.path.startsWith("/tickets/");

  return (
    <div className={slim ? "shell slim" : "shell"}>
      <a className="skip" href="#page">
        {t("app.skip")}
      </a>
      <Sidebar slim={slim} onKeys={() => setSheet(true)} />
      <div className="page" id="page">
        <AwayBanner />
        {isLive ? null : (
          <p className="stale" role="status">
            <Icon name="plug" size={14} /> {t("app.liveLost")}
          </p>
        )}
        <CrashBoundary key={place.path}>
          <Suspense fallback={<p className="quiet padded">{t("app.loading")}</p>}>
            <Page place={place} />
          </Suspense>
        </CrashBoundary>
      </div>
      {sheet ? <ShortcutSheet onClose={() => setSheet(false)} /> : null}
    </div>
  );
}

function Page({ place }: { place: Place }) {
  const person = usePerson();
  const { path } = place;
  if (path === "/" || path === "/sign-in") {
    queueMicrotask(() => navigate(home(person.roles), { replace: true }));
    return null;
  }

  const queue = match("/queue/:view", path);
  if (queue) return <Only roles={["agent", "lead", "admin"]} page={<QueuePage view={queue["view"] ?? "mine"} />} />;
  const ticket = match("/tickets/:id", path);
  if (ticket && /^\d{1,15}$/.test(ticket["id"] ?? "")) {
    return <Only roles={["agent", "lead", "admin"]} page={<TicketPage id={Number(ticket["id"])} />} />;
  }

  if (path === "/sla") return <Only roles={["lead", "admin"]} page={<BoardPage />} />;
  if (path === "/praise") return <Only roles={["marketing", "lead", "admin"]} page={<PraisePage />} />;
  if (path === "/admin/accounts" || path === "/admin") return <Only roles={["admin"]} page={<AccountsPage />} />;
  if (path === "/admin/parked") return <Only roles={["admin"]} page={<ParkedPage />} />;
  if (path === "/settings") return <SettingsPage />;
  return <Nothing text="app.notFound" />;
}

/** The server refuses as well; this only says so sooner. */
function Only({ roles, page }: { roles: Role[]; page: ReactNode }) {
  return hasRole(usePerson(), ...roles) ? page : <Nothing text="app.forbidden" />;
}

function Nothing({ text }: { text: "app.notFound" | "app.forbidden" }) {
  const { t } = useTranslation();
  return (
    <main className="gate">
      <p>{t(text)}</p>
      <Link to="/" className="button">
        {t("app.back")}
      </Link>
    </main>
  );
}

/** Where a day begins: leads at the board, marketing at the praise, the others at their own tickets. */
export function home(roles: readonly Role[]): string {
  if (roles.includes("agent")) return "/queue/mine";
  if (roles.includes("lead")) return "/sla";
  if (roles.includes("marketing")) return "/praise";
  return "/queue/all";
}
