import { useTranslation } from "react-i18next";
import type { AuditEntry } from "../api/types";
import { navigate, usePlace, withSearch } from "../app/address";
import { Icon } from "../ui/Icon";
import { areas, outcomes } from "./areas";

/** What is asked for; it stands in the address, so that a view can be sent to a colleague. */
export function AuditFilters({ lines, nameOf }: { lines: readonly AuditEntry[]; nameOf: (line: AuditEntry) => string | undefined }) {
  const { t } = useTranslation();
  const { search } = usePlace();
  const set = (name: string, value: string | null) => navigate(withSearch({ [name]: value }), { replace: true });
  const actor = search.get("actor");
  const target = search.get("target");
  const ofTarget = lines.find((line) => line.target === target);
  return (
    <div className="audit-filters padded-x">
      <select aria-label={t("audit.what")} value={search.get("area") ?? ""} onChange={(event) => set("area", event.target.value)}>
        <option value="">{t("audit.anyArea")}</option>
        {areas.map((area) => (
          <option key={area} value={area}>
            {t(`audit.area.${area}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t("audit.outcome")}
        value={search.get("outcome") ?? ""}
        onChange={(event) => set("outcome", event.target.value)}
      >
        <option value="">{t("audit.anyOutcome")}</option>
        {outcomes.map((outcome) => (
          <option key={outcome} value={outcome}>
            {t(`audit.outcomes.${outcome}`)}
          </option>
        ))}
      </select>
      <span className="period-dates">
        <input type="date" aria-label={t("audit.from")} value={search.get("from") ?? ""} onChange={(event) => set("from", event.target.value)} />
        <span aria-hidden="true">–</span>
        <input type="date" aria-label={t("audit.to")} value={search.get("to") ?? ""} onChange={(event) => set("to", event.target.value)} />
      </span>
      {actor ? <Only name="actor" what={lines.find((line) => line.actor_id === actor)?.actor ?? actor} /> : null}
      {target ? <Only name="target" what={(ofTarget && nameOf(ofTarget)) ?? target} /> : null}
    </div>
  );

  function Only({ name, what }: { name: string; what: string }) {
    return (
      <button className="button small" onClick={() => set(name, null)}>
        {t("audit.only", { what })} <Icon name="x" size={12} />
      </button>
    );
  }
}
