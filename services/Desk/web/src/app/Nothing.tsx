import { useTranslation } from "react-i18next";
import { Icon } from "../ui/Icon";
import { Link } from "./Link";

/** Where there is no page, or none for this person. */
export function Nothing({ text }: { text: "app.notFound" | "app.forbidden" }) {
  const { t } = useTranslation();
  return (
    <main className="gate">
      <Icon name={text === "app.forbidden" ? "key" : "search"} size={36} />
      <p>{t(text)}</p>
      <Link to="/" className="button">
        {t("app.back")}
      </Link>
    </main>
  );
}
