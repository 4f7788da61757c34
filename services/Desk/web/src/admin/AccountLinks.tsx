import { useTranslation } from "react-i18next";
import type { AccountView } from "../api/types";
import { ProviderLinkList, useProviderLinks } from "../settings/ProviderLinkList";

/** Which account of a provider opens somebody's account; nothing where none does. */
export function AccountLinks({ account }: { account: AccountView }) {
  const { t } = useTranslation();
  const path = `/desk/accounts/${account.id}/openid/links`;
  if (useProviderLinks(path).length === 0) return null;
  return (
    <fieldset className="choices">
      <legend>{t("settings.links")}</legend>
      <ProviderLinkList
        path={path}
        mayUnlink
        sure={(name) => t("admin.unlinkSure", { name, person: account.display_name })}
      />
    </fieldset>
  );
}
