import type { Same } from "../app/i18n/same";
import type { reportsEn } from "./words.en";

/** 简体中文 */
export const reportsZhCN: Same<typeof reportsEn> = {
  reports: {
    title: "报表",
    promises: "承诺",
    pauses: "暂停",
    days_one: "{{count}} 天",
    days_other: "{{count}} 天",
    from: "开始日期",
    to: "结束日期",
    csv: "CSV",
    by: "分组",
    group: { clock: "计时", queue: "队列", agent: "人员", policy: "策略" },
    nobody: "无人",
    none: "这些天没有承诺到期或完成。",
    kept: "承诺达成率",
    chart: "承诺达成率，与上一时段比较",
    beforeMark: "上一时段",
    change: "变化",
    met: "达成",
    breached: "超时",
    before: "上一时段",
    than: "（较上一时段）",
    noPauses: "这些天没有暂停计时。",
    pausedShare: "暂停时间占比",
    flagged: "存疑",
    paused: "暂停时长",
    used: "工作时长",
    flaggedAll: "客户消息未回复时的暂停",
    flaggedOf: "{{name}} 在客户消息未回复时的暂停",
    ticket: "工单",
    at: "时间",
    waitsFor: "状态",
    reason: "原因",
  },
};
