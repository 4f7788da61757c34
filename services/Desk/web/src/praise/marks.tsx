import { useTranslation } from "react-i18next";
import { OutsideLink, isOutside } from "../ticket/OutsideLink";
import { Icon, type IconName } from "../ui/Icon";
import { nameOf } from "../ui/names";
import { lastDay } from "./days";
import type { GrantView, PraiseStatus } from "./types";

export const statusIcons: Readonly<Record<PraiseStatus, IconName>> = {
  found: "praise",
  shortlisted: "star",
  requested: "send",
  granted: "check",
  posted: "flag",
  declined: "x",
  expired: "clock",
  revoked: "warning",
};

/** Where the rights stand: colour, icon and word. */
export function RightsMark({ status }: { status: PraiseStatus }) {
  const { t } = useTranslation();
  return (
    <span className={`rights ${status}`}>
      <Icon name={statusIcons[status]} size={13} /> {t(`praise.status.${status}`)}
    </span>
  );
}

/** Pictures and videos stay where they are: the desk loads nothing from another host, it leads there. */
export function MediaLinks({ media }: { media: readonly string[] }) {
  const { t } = useTranslation();
  const links = media.filter(isOutside);
  if (links.length === 0) return null;
  return (
    <ul className="media-links" aria-label={t("praise.media")}>
      {links.map((href, index) => (
        <li key={href}>
          <OutsideLink href={href} text={t(isVideo(href) ? "praise.video" : "praise.picture", { number: index + 1 })} />
        </li>
      ))}
    </ul>
  );
}

function isVideo(href: string): boolean {
  return /\.(mp4|mov|webm|m3u8)$/i.test(new URL(href).pathname);
}

/** What a permission allows, in a line: uses, places, end. */
export function GrantTerms({ grant }: { grant: Pick<GrantView, "scopes" | "territory" | "expires_at"> }) {
  const { t, i18n } = useTranslation();
  return (
    <dl className="terms-list">
      <div>
        <dt>{t("praise.uses")}</dt>
        <dd>{grant.scopes.map((scope) => t(`praise.scope.${scope}`)).join(t("app.comma"))}</dd>
      </div>
      <div>
        <dt>{t("praise.territory")}</dt>
        <dd>
          {grant.territory.length === 0
            ? t("praise.worldwide")
            : grant.territory.map((code) => nameOf("region", code, i18n.language)).join(t("app.comma"))}
        </dd>
      </div>
      <div>
        <dt>{t("praise.until")}</dt>
        <dd>{grant.expires_at ? lastDay(grant.expires_at, i18n.language) : t("praise.noEnd")}</dd>
      </div>
    </dl>
  );
}
