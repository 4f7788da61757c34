import { useTranslation } from "react-i18next";
import { Icon } from "../ui/Icon";

/** Only http and https lead out of here: an address from outside could be a script. */
export function isOutside(href: string | null | undefined): href is string {
  if (!href) return false;
  try {
    return ["http:", "https:"].includes(new URL(href).protocol);
  } catch {
    return false;
  }
}

export function OutsideLink({ href, text }: { href: string | null | undefined; text?: string }) {
  const { t } = useTranslation();
  if (!isOutside(href)) return null;
  return (
    <a
      className="outside"
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      aria-label={text === "" ? t("ticket.openOriginal") : undefined}
      title={text === "" ? t("ticket.openOriginal") : undefined}
    >
      <Icon name="out" size={13} /> {text ?? t("ticket.openOriginal")}
    </a>
  );
}
