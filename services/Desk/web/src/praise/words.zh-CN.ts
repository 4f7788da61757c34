import type { Same } from "../app/i18n/same";
import type { praiseEn } from "./words.en";

/** 简体中文 */
export const praiseZhCN: Same<typeof praiseEn> = {
  praise: {
    title: "好评",
    found: "新发现",
    shortlisted: "候选",
    anyChannel: "全部平台",
    shortlist: "加入候选",
    remove: "移出候选",
    empty: "还没有好评。有人满意时会自动出现。",
    emptyShortlist: "候选为空。从“新发现”里挑选值得展示的。",
    reach: "{{many}} 粉丝",
    sure: "把握 {{percent}}",
    open: "在平台打开",
    added: "已加入候选",
    removed: "已移出候选",
    sort: "按影响力、把握和新鲜度",
  },
};
