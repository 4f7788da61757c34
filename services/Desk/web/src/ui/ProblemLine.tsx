import { useTranslation } from "react-i18next";
import { asProblem } from "../api/problem";

/** What went wrong and belongs to no field that is shown; a service that is away is told at the top of the page. */
export function ProblemLine({ error, shown = [] }: { error: unknown; shown?: readonly string[] }) {
  const { t } = useTranslation();
  if (!error) return null;
  const problem = asProblem(error);
  if (problem.isAway) return null;
  const others = Object.entries(problem.errors).filter(([field]) => !shown.some((known) => field === known || field.startsWith(known)));
  if (Object.keys(problem.errors).length > 0 && others.length === 0) return null;
  return (
    <p className="fault" role="alert">
      {others.length > 0
        ? others.map(([field, faults]) => `${field}: ${faults.join(" ")}`).join(" · ")
        : t("app.error", { reason: problem.message })}
    </p>
  );
}
