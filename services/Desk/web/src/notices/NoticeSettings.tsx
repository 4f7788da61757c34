import { useTranslation } from "react-i18next";
import type { NoticeChoice } from "../api/types";
import { Icon } from "../ui/Icon";
import { kindWord } from "./noticeText";
import { ring } from "./sound";
import { useChoices, useKeepChoice } from "./useChoices";

const ways = ["shown", "pops_up", "sounds"] as const;

/** Which notifications one wants to see, to have pop up, and to hear. */
export function NoticeSettings() {
  const { t } = useTranslation();
  const choices = useChoices();
  const keep = useKeepChoice();
  return (
    <section className="card notice-settings">
      <h2>{t("notices.title")}</h2>
      <table>
        <thead>
          <tr>
            <td />
            {ways.map((way) => (
              <th key={way} scope="col">
                {t(`notices.way.${way}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {choices?.map((choice) => (
            <Row key={choice.kind} choice={choice} onChange={keep} />
          ))}
        </tbody>
      </table>
      <button className="button small" type="button" onClick={ring}>
        <Icon name="bell" size={13} /> {t("notices.try")}
      </button>
      <p className="quiet">{t("notices.hint")}</p>
    </section>
  );
}

function Row({ choice, onChange }: { choice: NoticeChoice; onChange: (choice: NoticeChoice) => void }) {
  const { t } = useTranslation();
  const word = kindWord(choice.kind, t);
  return (
    <tr>
      <th scope="row">{word}</th>
      {ways.map((way) => (
        <td key={way}>
          <input
            type="checkbox"
            aria-label={`${word}: ${t(`notices.way.${way}`)}`}
            checked={choice[way]}
            disabled={way !== "shown" && !choice.shown}
            onChange={(event) => onChange({ ...choice, [way]: event.target.checked })}
          />
        </td>
      ))}
    </tr>
  );
}
