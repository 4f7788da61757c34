import { useTranslation } from "react-i18next";
import { Link } from "./Link";

/** Where there is no page, or none for this person. */
export function Nothing({ text }: { text: "app.notFound" | "app.forbidden" }) {
  const { t } = useTranslation();
  return (
    <main className="gate">
      <p>{t(text)}</p>
      <Link to="/" className="button">
        {t("app.back")}
      </Link>
    </main>
  );
}
