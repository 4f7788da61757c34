import { useTranslation } from "react-i18next";

interface Props {
  edited: { isOvertaken: boolean; isKept: boolean; takeTheirs: () => void; keepMine: () => void };
}

/** Somebody else has saved what is edited here, or it stands here from before; nothing is lost before it is said which counts. */
export function Overtaken({ edited }: Props) {
  const { t } = useTranslation();
  if (!edited.isOvertaken && !edited.isKept) return null;
  return (
    <div className="overtaken" role="alert">
      <p>{t(edited.isOvertaken ? "app.overtaken" : "app.stillHere")}</p>
      <button type="button" className="button small" onClick={edited.takeTheirs}>
        {t("app.takeTheirs")}
      </button>{" "}
      {edited.isOvertaken ? (
        <button type="button" className="button small" onClick={edited.keepMine}>
          {t("app.keepMine")}
        </button>
      ) : null}
    </div>
  );
}
