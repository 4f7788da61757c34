import { said } from "../api/problem";
import { useTranslation } from "react-i18next";
import type { ModelVersionView } from "../api/leadTypes";
import { percentText } from "../ui/marks";

/** A model against the one that labelled when it was trained, on texts that neither was trained on. */
export function Comparison({ comparison }: { comparison: NonNullable<ModelVersionView["comparison"]> }) {
  const { t, i18n } = useTranslation();
  const percent = (share: number) => percentText(share, i18n.language);
  return (
    <div className="table-scroll">
      <p className={comparison.passed ? "quiet" : "caution"}>
        {t("learn.model.against", { champion: comparison.champion })}
        {comparison.reasons.length > 0 ? ` ${comparison.reasons.map(said).join(" ")}` : ""}
      </p>
      <table className="table figures">
        <thead>
          <tr>
            <th scope="col">{t("learn.model.set")}</th>
            <th scope="col">{t("learn.model.language")}</th>
            <th scope="col">{t("learn.model.texts")}</th>
            <th scope="col">{t("learn.model.then")}</th>
            <th scope="col">{t("learn.model.this")}</th>
            <th scope="col">{t("learn.model.won")}</th>
            <th scope="col">{t("learn.model.lost")}</th>
          </tr>
        </thead>
        <tbody>
          {comparison.sets.map((set) => (
            <tr key={`${set.set} ${set.language}`} className={set.judged ? "" : "off"}>
              <th scope="row">{set.set}</th>
              <td>{set.language}</td>
              <td>{set.texts}</td>
              <td>{percent(set.champion.accuracy)}</td>
              <td>{percent(set.challenger.accuracy)}</td>
              <td>{set.labels[0]?.won ?? "–"}</td>
              <td>{set.labels[0]?.lost ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
