import { useTranslation } from "react-i18next";

interface Props {
  edited: { isOvertaken: boolean; takeTheirs: () => void; keepMine: () => void };
}

/** Somebody else has saved what is edited here; nothing is lost before it is said which counts. */
export function Overtaken({ edited }: Props) {
  const { t } = useTranslation();
  if (!edited.isOvertaken) return null;
  return (
    <div className="overtaken" role="alert">
      <p>{t("app.overtaken")}</p>
      <button type="button" className="button small" onClick={edited.takeTheirs}>
        {t("app.takeTheirs")}
      </button>{" "}
      <button type="button" className="button small" onClick={edited.keepMine}>
        {t("app.keepMine")}
      </button>
    </div>
  );
}
