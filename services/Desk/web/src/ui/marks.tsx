import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { AuthorTier, AuthorView, Label, Priority, TicketStatus } from "../api/types";
import { numberFormat } from "./formats";
import { Icon, type IconName } from "./Icon";

const percent: Intl.NumberFormatOptions = { style: "percent", maximumFractionDigits: 0 };
const compact: Intl.NumberFormatOptions = { notation: "compact", maximumFractionDigits: 1 };

/** Short marks of platforms, our own letters rather than their logos. */
const marks: Record<string, { mark: string; name: string; zh?: string }> = {
  weibo: { mark: "微", name: "Weibo", zh: "微博" },
  xiaohongshu: { mark: "红", name: "Xiaohongshu", zh: "小红书" },
  douyin: { mark: "抖", name: "Douyin", zh: "抖音" },
  wechat: { mark: "信", name: "WeChat", zh: "微信" },
  bilibili: { mark: "B", name: "Bilibili", zh: "哔哩哔哩" },
  zhihu: { mark: "知", name: "Zhihu", zh: "知乎" },
  x: { mark: "X", name: "X" },
  facebook: { mark: "f", name: "Facebook" },
  instagram: { mark: "In", name: "Instagram" },
  youtube: { mark: "Yt", name: "YouTube" },
  reddit: { mark: "Re", name: "Reddit" },
  mastodon: { mark: "Ma", name: "Mastodon" },
  bluesky: { mark: "Bs", name: "Bluesky" },
  telegram: { mark: "Te", name: "Telegram" },
  google_reviews: { mark: "Go", name: "Google Reviews", zh: "Google 评价" },
  app_store: { mark: "Ap", name: "App Store" },
  google_play: { mark: "Gp", name: "Google Play" },
  web: { mark: "W", name: "Web", zh: "网页" },
};

/** The platforms that have a name here, as mentions name them. */
export const platforms: readonly string[] = Object.keys(marks);

/** A platform by the name that the reader knows. */
export function platformName(channel: string, language: string): string {
  const platform = marks[channel];
  return (language.startsWith("zh") ? platform?.zh : undefined) ?? platform?.name ?? channel;
}

/** The hue comes from the name, so that a platform always looks the same. */
function hue(channel: string): number {
  let sum = 0;
  for (const letter of channel) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return sum;
}

export function PlatformMark({ channel }: { channel: string }) {
  const { i18n } = useTranslation();
  const name = platformName(channel, i18n.language);
  const mark = marks[channel]?.mark ?? channel.slice(0, 2);
  return (
    <span className="platform" style={{ "--hue": hue(channel) } as CSSProperties} title={name}>
      <span aria-hidden="true">{mark}</span>
      <span className="only-read">{name}</span>
    </span>
  );
}

const labelIcons: Record<Label, IconName> = { complaint: "warning", praise: "praise", question: "speech", other: "tag" };

export function LabelChip({ label, confidence, review }: { label: Label; confidence?: number; review?: boolean }) {
  const { t, i18n } = useTranslation();
  const sure = confidence === undefined ? null : percentText(confidence, i18n.language);
  const title = sure === null ? undefined : t("queue.sure", { percent: sure });
  return (
    <span className={`label ${label}${review ? " review" : ""}`} title={title}>
      <Icon name={labelIcons[label]} size={13} />
      {t(`label.${label}`)}
      {sure === null ? null : <span className="label-sure">{sure}</span>}
      {review ? <span className="label-review">{t("queue.review")}</span> : null}
    </span>
  );
}

export function percentText(share: number, language: string): string {
  return numberFormat(language, percent).format(share);
}

export function compactNumber(value: number, language: string): string {
  return numberFormat(language, compact).format(value);
}

export function StatusChip({ status }: { status: TicketStatus }) {
  const { t } = useTranslation();
  return <span className={`status ${status}`}>{t(`status.${status}`)}</span>;
}

/** Normal is the rule and needs no mark. */
export function PriorityMark({ priority }: { priority: Priority }) {
  const { t } = useTranslation();
  if (priority === "normal") return null;
  return (
    <span className={`priority ${priority}`}>
      <Icon name={priority === "low" ? "down" : "up"} size={12} />
      {t(`priority.${priority}`)}
    </span>
  );
}

export function TierMark({ tier }: { tier: AuthorTier }) {
  const { t } = useTranslation();
  return tier === "standard" ? null : <span className={`tier ${tier}`}>{t(`tier.${tier}`)}</span>;
}

export function authorName(author: AuthorView): string {
  return author.name ?? author.handle ?? author.id;
}
