import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { classifier, take } from "../api/client";
import type { ModelVersionView, RetrainingView } from "../api/leadTypes";
import { asProblem, said } from "../api/problem";
import { hasRole, usePerson } from "../app/session";
import { forget } from "../rules/queries";
import { Moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { percentText } from "../ui/marks";
import { nameOf } from "../ui/names";
import { ProblemLine } from "../ui/ProblemLine";
import { toast } from "../ui/toast";
import { ClassifierBar } from "./ClassifierBar";
import { Comparison } from "./Comparison";

const modelsKey = ["models"] as const;
const retrainingsKey = ["retrainings"] as const;
const isRunning = (each: RetrainingView) => each.state === "queued" || each.state === "running";

/** The models there are, how good each is, and which one labels; admins train, promote and roll back. */
export function ModelsPage() {
  const { t } = useTranslation();
  const isAdmin = hasRole(usePerson(), "admin");
  const models = useQuery({
    queryKey: modelsKey,
    queryFn: () => take(classifier.GET("/model-versions", { params: { query: { limit: 50 } } })),
    staleTime: 0,
  });
  const jobs = useQuery({
    queryKey: retrainingsKey,
    queryFn: async () => {
      const page = await take(classifier.GET("/retrainings", { params: { query: { limit: 5 } } }));
      if (!page.items.some(isRunning)) void forget(modelsKey);
      return page;
    },
    refetchInterval: ({ state }) => (state.data?.items.some(isRunning) ? 2_000 : false),
    enabled: isAdmin,
  });
  const act = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onSuccess: () => toast(t("learn.model.asked")),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: () => forget(modelsKey, retrainingsKey),
  });
  const isBusy = act.isPending || (jobs.data?.items.some(isRunning) ?? false);
  return (
    <main className="admin">
      <ClassifierBar>
        {isAdmin ? (
          <span className="bar-end inline-form">
            <button
              className="button"
              disabled={isBusy}
              onClick={() => {
                if (confirm(t("learn.model.rollBackSure"))) act.mutate(() => take(classifier.POST("/model-versions/rollback", { body: {} })));
              }}
            >
              <Icon name="reopen" size={14} /> {t("learn.model.rollBack")}
            </button>
            <button
              className="button primary"
              disabled={isBusy}
              onClick={() => act.mutate(() => take(classifier.POST("/retrainings", { body: { promote: false, dev_sets: [] } })))}
            >
              <Icon name="learn" size={14} /> {t("learn.model.retrain")}
            </button>
          </span>
        ) : null}
      </ClassifierBar>
      <div className="report">
        <ProblemLine error={models.error ?? jobs.error} />
        {models.isPending ? <p className="quiet">{t("app.loading")}</p> : null}
        <Jobs jobs={jobs.data?.items ?? []} />
        {models.data?.items.map((model) => (
          <Model
            key={model.version}
            model={model}
            onPromote={
              isAdmin && !isBusy && (model.state === "challenger" || model.state === "retired" || model.state === "shipped")
                ? () => act.mutate(() => take(classifier.POST("/model-versions/{version}/promote", { params: { path: { version: model.version } }, body: { force: false } })))
                : null
            }
          />
        ))}
      </div>
    </main>
  );
}

/** What the classifier calls the steps of a training. */
const steps = {
  "reading corpus and corrections": "reading",
  training: "training",
  comparing: "comparing",
  "comparing on unknown businesses": "unknown",
} as const;

function Jobs({ jobs }: { jobs: readonly RetrainingView[] }) {
  const { t } = useTranslation();
  // One that this page does not know yet is shown as it is called.
  const stepName = (step: string) => (step in steps ? t(`learn.step.${steps[step as keyof typeof steps]}`) : step);
  if (jobs.length === 0) return null;
  return (
    <section className="card recalculations" aria-live="polite">
      <h2>{t("learn.model.retrainings")}</h2>
      <ul>
        {jobs.map((job) => (
          <li key={job.id}>
            <span className={`tag ${isRunning(job) ? "waiting" : job.state === "promoted" || job.state === "kept" ? "good" : ""}`}>
              {t(`learn.job.${job.state}`)}
            </span>
            <Moment at={job.requested_at} />
            <span className="quiet">
              {job.requested_by}
              {isRunning(job) && job.step ? ` · ${stepName(job.step)}` : ""}
              {job.challenger ? ` · ${job.challenger}` : ""}
              {job.reason ? ` · ${said(job.reason)}` : ""}
            </span>
            {isRunning(job) ? <progress aria-label={t("learn.model.retrainings")} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Model({ model, onPromote }: { model: ModelVersionView; onPromote: (() => void) | null }) {
  const { t, i18n } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const percent = (share: number) => percentText(share, i18n.language);
  return (
    <section className={`card model ${model.state}`} aria-label={model.version}>
      <header className="card-head">
        <h2>{model.version}</h2>
        <span className={model.state === "champion" ? "tag good" : model.state === "refused" ? "tag late" : "tag"}>
          {t(`learn.modelState.${model.state}`)}
        </span>
        <span className="quiet">
          {t(`learn.origin.${model.origin}`)} · <Moment at={model.created_at} />
          {model.trained_on
            ? ` · ${t("learn.model.trainedOn", { rows: model.trained_on.corpus_rows, corrections: model.trained_on.corrections })}`
            : ""}
        </span>
        {model.comparison ? (
          <button className="button small bar-end" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t("learn.model.comparison")}
          </button>
        ) : null}
        {onPromote ? (
          <button className={model.comparison ? "button small" : "button small bar-end"} onClick={onPromote}>
            {t("learn.model.promote")}
          </button>
        ) : null}
      </header>
      {model.reason ? <p className="caution">{said(model.reason)}</p> : null}
      <div className="table-scroll">
        <table className="table figures">
          <thead>
            <tr>
              <th scope="col">{t("learn.model.language")}</th>
              <th scope="col">{t("learn.model.accuracy")}</th>
              <th scope="col">F1</th>
              <th scope="col">{t("learn.model.covered")}</th>
              <th scope="col">{t("learn.model.threshold")}</th>
              <th scope="col">{t("learn.model.calibration")}</th>
              {(["complaint", "praise", "question", "other"] as const).map((label) => (
                <th key={label} scope="col">
                  {t(`label.${label}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {model.languages.map((figures) => (
              <tr key={figures.language}>
                <th scope="row">
                  {nameOf("language", figures.language, i18n.language)} <span className="quiet">{figures.texts}</span>
                </th>
                <td>
                  <strong>{percent(figures.accuracy)}</strong>
                </td>
                <td>{figures.macro_f1.toFixed(3)}</td>
                <td>
                  {percent(figures.covered_accuracy)} <span className="quiet">{t("learn.model.of", { share: percent(figures.coverage) })}</span>
                </td>
                <td>{figures.threshold.toFixed(2)}</td>
                <td>{figures.calibration_error.toFixed(3)}</td>
                {(["complaint", "praise", "question", "other"] as const).map((label) => (
                  <td key={label}>{figures.labels[label]?.f1.toFixed(3) ?? "–"}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isOpen && model.comparison ? <Comparison comparison={model.comparison} /> : null}
    </section>
  );
}
