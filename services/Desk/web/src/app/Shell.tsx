import { Activity, memo, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "../api/types";
import { Icon } from "../ui/Icon";
import { navigate, PlaceOfPage, returnTo, usePlace, usePlaceAhead, type Place } from "./address";
import { AwayBanner } from "./AwayBanner";
import { BulkReportDialog } from "../work/BulkReportDialog";
import { offeredCommands, type Command } from "./commands";
import { CrashBoundary } from "./CrashBoundary";
import { Nothing } from "./Nothing";
import { Palette } from "./Palette";
import { onOpenPalette } from "./palette";
import { find } from "./route";
import { routes } from "./routes";
import { hasRole, usePerson } from "./session";
import { ShortcutSheet } from "./ShortcutSheet";
import { useShortcuts } from "./shortcuts";
import { Sidebar } from "./Sidebar";
import { useLive } from "./useLive";

/** Everything around the pages: where one can go, what is live, what is away. */
export function Shell() {
  const { t } = useTranslation();
  const place = usePlace();
  const isLive = useLive();
  const [sheet, setSheet] = useState(false);
  const [palette, setPalette] = useState<readonly Command[] | null>(null);
  const openPalette = () => setPalette(offeredCommands());
  useShortcuts({ "?": () => setSheet(true), "/": openPalette, "Ctrl+K": openPalette });
  useEffect(() => onOpenPalette(() => setPalette(offeredCommands())), []);
  const slim = place.path.startsWith("/tickets/");
  const isWall = place.path === "/sla/wall";

  return (
    <div className={isWall ? "shell bare" : slim ? "shell slim" : "shell"}>
      <a className="skip" href="#page">
        {t("app.skip")}
      </a>
      {isWall ? null : <Sidebar slim={slim} onKeys={() => setSheet(true)} />}
      <div className="page" id="page">
        <AwayBanner />
        {isLive ? null : (
          <p className="stale" role="status">
            <Icon name="plug" size={14} /> {t("app.liveLost")}
          </p>
        )}
        <Pages place={place} />
      </div>
      {palette ? <Palette commands={palette} onClose={() => setPalette(null)} /> : null}
      <BulkReportDialog />
      {sheet ? <ShortcutSheet onClose={() => setSheet(false)} /> : null}
    </div>
  );
}

/** The page where one is; beside it, hidden and without any effect, the one that is likely to come next. */
function Pages({ place }: { place: Place }) {
  const { t } = useTranslation();
  const ahead = usePlaceAhead();
  const places = ahead === null || pageOf(ahead.path) === pageOf(place.path) ? [place] : [place, ahead];
  return places.map((each) => (
    <Activity key={pageOf(each.path)} mode={each === place ? "visible" : "hidden"}>
      <CrashBoundary at={each.path}>
        <Suspense fallback={<p className="quiet padded">{t("app.loading")}</p>}>
          <PlaceOfPage value={each}>
            <Page place={each} />
          </PlaceOfPage>
        </Suspense>
      </CrashBoundary>
    </Activity>
  ));
}

/** What is one page: nothing of a page is left on the next one. */
function pageOf(path: string): string {
  const route = find(routes, path)?.route;
  return route?.goesOn ? route.pattern : path;
}

const Page = memo(function Page({ place }: { place: Place }) {
  const person = usePerson();
  const { path } = place;
  if (path === "/" || path === "/sign-in") {
    queueMicrotask(() => navigate(returnTo(place) ?? home(person.roles), { replace: true }));
    return null;
  }

  const found = find(routes, path);
  if (!found) return <Nothing text="app.notFound" />;
  const { route, parts } = found;
  return route.roles && !hasRole(person, ...route.roles) ? <Nothing text="app.forbidden" /> : route.page(parts);
});

/** Where a day begins: leads at the board, marketing at the praise, the others at their own tickets. */
export function home(roles: readonly Role[]): string {
  if (roles.includes("agent")) return "/queue/mine";
  if (roles.includes("lead")) return "/sla";
  if (roles.includes("marketing")) return "/praise";
  return "/queue/all";
}
