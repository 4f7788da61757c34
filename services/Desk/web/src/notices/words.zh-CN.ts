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
    way: { shown: "显示", pops_up: "弹出", sounds: "声音" },
    try: "试听声音",
    hint: "随账号保存，在每台设备上生效。不显示的通知不计入铃铛数字。",
    of: {
      mentioned: "有人在备注中提到我",
      handed_over: "有工单转交到我的队列",
      hand_over_accepted: "我的转交被接受",
      hand_over_bounced: "我的转交被退回",
      lead_told: "有工单需要主管关注",
      warn: "承诺即将到期",
      breach: "承诺已超时",
      escalate: "超时已升级",
    },
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
