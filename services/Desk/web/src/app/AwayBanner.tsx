import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { desk, router, take } from "../api/client";
import { servicesAway, useServicesAway } from "../api/health";
import { Icon } from "../ui/Icon";
import { queryClient } from "./queries";

const every = 3_000;

/** Says which service does not answer, asks again, and when it is back looks at everything anew. */
export function AwayBanner() {
  const away = useServicesAway();
  const { t } = useTranslation();
  const isAway = away.size > 0;

  useEffect(() => {
    if (!isAway) return undefined;
    const timer = setInterval(() => void askAgain(), every);
    return () => clearInterval(timer);
  }, [isAway]);

  if (!isAway) return null;
  return (
    <div className="away" role="alert">
      <Icon name="plug" />
      <span>
        {[...away].map((name) => (
          <strong key={name}>{sentence(name)} </strong>
        ))}
        {t("away.kept")}
      </span>
    </div>
  );

  function sentence(name: string): string {
    if (name === "router" || name === "desk" || name === "database" || name === "classifier" || name === "ingest") return t(`away.${name}`);
    return t("away.other", { name });
  }
}

async function askAgain(): Promise<void> {
  try {
    await take(desk.GET("/desk/me"));
    if (servicesAway().has("router")) await take(router.GET("/me"));
    await queryClient.invalidateQueries();
  } catch {
    // Still away, or nobody is signed in any more: both show by themselves.
  }
}
