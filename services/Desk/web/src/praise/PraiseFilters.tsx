import { useTranslation } from "react-i18next";
import { navigate, usePlace, withSearch } from "../app/address";
import { compactNumber, platformName } from "../ui/marks";
import { nameOf } from "../ui/names";
import type { PraiseItem } from "./types";

const reaches = [1_000, 10_000, 100_000] as const;
const usualLanguages = ["zh", "en"];

export function reachFrom(search: URLSearchParams): number {
  return reaches.find((each) => each.toString() === search.get("reach")) ?? 0;
}

/** Platform, language, media and reach; they stand in the address. */
export function PraiseFilters({ items }: { items: readonly PraiseItem[] }) {
  const { t, i18n } = useTranslation();
  const { search } = usePlace();
  const [channel, language] = [search.get("channel") ?? "", search.get("language") ?? ""];
  const channels = sorted([...items.map((item) => item.mention.channel), channel]);
  const languages = sorted([...usualLanguages, ...items.map((item) => item.mention.language), language]);
  const set = (name: string, value: string) => navigate(withSearch({ [name]: value }), { replace: true });
  return (
    <div className="praise-filters">
      <select aria-label={t("praise.channel")} value={channel} onChange={(event) => set("channel", event.target.value)}>
        <option value="">{t("praise.anyChannel")}</option>
        {channels.map((each) => (
          <option key={each} value={each}>
            {platformName(each, i18n.language)}
          </option>
        ))}
      </select>
      <select aria-label={t("praise.language")} value={language} onChange={(event) => set("language", event.target.value)}>
        <option value="">{t("praise.anyLanguage")}</option>
        {languages.map((each) => (
          <option key={each} value={each}>
            {nameOf("language", each, i18n.language)}
          </option>
        ))}
      </select>
      <select aria-label={t("praise.reachLabel")} value={reachFrom(search)} onChange={(event) => set("reach", event.target.value)}>
        <option value="">{t("praise.anyReach")}</option>
        {reaches.map((each) => (
          <option key={each} value={each}>
            {t("praise.reachFrom", { many: compactNumber(each, i18n.language) })}
          </option>
        ))}
      </select>
      <label className="check">
        <input
          type="checkbox"
          checked={search.get("media") === "true"}
          onChange={(event) => set("media", event.target.checked ? "true" : "")}
        />
        {t("praise.withMedia")}
      </label>
    </div>
  );
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((each) => each !== "").sort();
}
