import type { Same } from "../app/i18n/same";
import type { slaEn } from "./words.en";

/** 简体中文 */
export const slaZhCN: Same<typeof slaEn> = {
  board: {
    title: "SLA 看板",
    overdue: "当前超时",
    dueSoon: "30 分钟内到期",
    unassigned: "未分配",
    open: "未结工单",
    oldest: "最久未回复",
    none: "无",
    promises: "承诺达成",
    today: "今天",
    week: "本周",
    median: "中位数",
    p90: "90 分位",
    noneYet: "暂无",
    of: "{{met}} / {{total}}",
    queues: "队列",
    people: "人员",
    load: "负载",
    lane: "未结 {{open}}，超时 {{overdue}}，即将到期 {{soon}}",
    asOf: "截至 {{time}}",
    online: "接单中",
    offline: "离开",
    capacity: "{{open}} / {{capacity}}",
    noQueues: "还没有队列。",
    noPeople: "还没有人处理工单，请在管理中创建账号。",
    clock: "计时",
    legendCalm: "按时",
    legendSoon: "30 分钟内到期",
    legendLate: "超时",
  },
};
