import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { SignInPage } from "./SignInPage";
import { CrashBoundary } from "./CrashBoundary";
import { queryClient } from "./queries";
import { PersonProvider, useSession } from "./session";
import { Shell } from "./Shell";
import { listenForShortcuts } from "./shortcuts";
import { AwayBanner } from "./AwayBanner";
import { ProblemLine } from "../ui/ProblemLine";
import { Toasts } from "../ui/Toasts";

export function App() {
  useEffect(listenForShortcuts, []);
  return (
    <QueryClientProvider client={queryClient}>
      <CrashBoundary>
        <Gate />
      </CrashBoundary>
      <Toasts />
    </QueryClientProvider>
  );
}

/** Nobody sees a page before it is known who they are. */
function Gate() {
  const { person, problem } = useSession();
  const { t } = useTranslation();
  if (person) {
    return (
      <PersonProvider value={person}>
        <Shell key={person.id} />
      </PersonProvider>
    );
  }

  if (person === null) return <SignInPage />;
  return (
    <main className="gate">
      {problem === null ? <p className="quiet">{t("app.loading")}</p> : problem.isAway ? <AwayBanner /> : <ProblemLine error={problem} />}
    </main>
  );
}
