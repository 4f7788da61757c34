import { useTranslation } from "react-i18next";
import { Link } from "../app/Link";
import { Icon, type IconName } from "../ui/Icon";

/** What narrows the list; a click takes it away. */
export function FilterChip({ icon, text, to }: { icon: IconName; text: string; to: string }) {
  const { t } = useTranslation();
  return (
    <Link className="button small filter-chip" aria-label={`${text}, ${t("queue.clear")}`} to={to}>
      <Icon name={icon} size={13} /> <bdi>{text}</bdi> <Icon name="x" size={12} />
    </Link>
  );
}
