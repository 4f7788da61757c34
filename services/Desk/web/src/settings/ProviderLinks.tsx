import { useTranslation } from "react-i18next";
import { usePerson } from "../app/session";
import { ProviderLinkList, useProviderLinks } from "./ProviderLinkList";

const path = "/desk/openid/links";

/** Which account of a provider opens one's own; nothing where none does. */
export function ProviderLinks() {
  const { t } = useTranslation();
  const person = usePerson();
  if (useProviderLinks(path).length === 0) return null;
  return (
    <section className="card">
      <h2>{t("settings.links")}</h2>
      <ProviderLinkList path={path} mayUnlink={person.has_password} sure={(name) => t("settings.unlinkSure", { name })} />
      {person.has_password ? null : <p className="quiet">{t("settings.onlyWay")}</p>}
    </section>
  );
}
