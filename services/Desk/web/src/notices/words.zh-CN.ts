import type { Same } from "../app/i18n/same";
import type { noticesEn } from "./words.en";

/** 简体中文 */
export const noticesZhCN: Same<typeof noticesEn> = {
  notices: {
    title: "通知",
    unread_one: "{{count}} 条未读通知",
    unread_other: "{{count}} 条未读通知",
    all: "全部",
    mentions: "提到我的",
    read: "全部标为已读",
    none: "没有通知。",
    new: "新",
    kind: {
      mentioned: "{{name}} 在备注中提到了你",
      handed_over: "{{name}} 请你的队列接手",
      hand_over_accepted: "{{name}} 接受了转交",
      hand_over_bounced: "转交被退回（{{name}}）",
      lead_told: "有工单需要主管关注",
      warn: "承诺即将到期",
      breach: "承诺已超时",
      escalate: "超时已升级",
    },
  },
};
