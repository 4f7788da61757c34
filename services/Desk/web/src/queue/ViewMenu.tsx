import { useTranslation } from "react-i18next";
import { navigate } from "../app/address";
import { useCounts } from "./useCounts";
import { sideViews, type View } from "./views";

/** The views with their counts in one field, where the screen has no room for them at the side. */
export function ViewMenu({ view }: { view: View | "praise" }) {
  const { t } = useTranslation();
  const counts = useCounts();
  const named = sideViews.some((each) => each === view) ? sideViews : [view, ...sideViews];
  return (
    <select
      className="narrow-only view-menu"
      aria-label={t("nav.views")}
      value={view}
      onChange={(event) => navigate(`/queue/${event.target.value}`)}
    >
      {named.map((each) => {
        const count = (counts as Readonly<Record<string, number>> | undefined)?.[each];
        return (
          <option key={each} value={each}>
            {t(`view.${each}`)}
            {count === undefined ? "" : ` (${count})`}
          </option>
        );
      })}
    </select>
  );
}
