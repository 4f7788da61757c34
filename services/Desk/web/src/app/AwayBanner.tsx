import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { classifier, desk, router, take } from "../api/client";
import { reportAnswer, servicesAway, useServicesAway } from "../api/health";
import { asProblem } from "../api/problem";
import { Icon } from "../ui/Icon";
import { askFailingAgain, useFailing } from "./failing";
import { queryClient } from "./queries";

const every = 3_000;

/** Says which service does not answer, asks again, and when it is back looks at everything anew. */
export function AwayBanner() {
  const noticed = useServicesAway();
  const failing = useFailing();
  const { t } = useTranslation();
  // One call may get no answer while others do.
  const away = new Set([...noticed, ...failing]);
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

/** Asks whatever is away; once one is back, everything is looked at anew, and not before. What else has failed is asked again. */
export async function askAgain(): Promise<void> {
  const answers = await Promise.all([...servicesAway()].map(isBack));
  if (answers.includes(true)) await queryClient.invalidateQueries();
  else await askFailingAgain();
}

async function isBack(service: string): Promise<boolean> {
  try {
    if (service === "router") await take(router.GET("/me"));
    else if (service === "classifier") await take(classifier.GET("/rules"));
    else await take(desk.GET("/desk/me"));
  } catch (error) {
    // Whoever refuses is there.
    if (asProblem(error).isAway) return false;
  }
  reportAnswer(service);
  return true;
}
