import type { Same } from "../app/i18n/same";
import type { teamEn } from "./words.en";

/** 简体中文 */
export const teamZhCN: Same<typeof teamEn> = {
  team: {
    title: "团队",
    there: "{{count}} 人中 {{there}} 人接单中",
    name: "姓名",
    shiftOf: "{{name}}的班次",
    shift: "班次",
    onShift: "当班",
    offShift: "未当班",
    anyTime: "不排班",
    next: "下一班",
    work: "工作",
    languages: "语言",
    anotherLanguage: "其他语言…",
    addLanguage: "添加{{name}}",
    skills: "技能",
    capacityHint: "当前未结 {{open}} 个",
    hasShift: "按班次工作",
    noShift: "只要接单，就会分配工单。",
    nightHint: "夜班请分成两段：当天至 24:00，次日从 00:00 起。",
    exceptions: "特殊日期",
    noExceptions: "没有请假或调班。",
    exceptionDate: "日期",
    addException: "添加日期",
    removeDay: "删除 {{date}}",
    leave: "请假",
    works: "上班",
    note: "备注",
    rate: {
      title: "分配速度",
      limit: "限制分配速度",
      tickets: "工单数",
      in: "个工单，每",
      minutes: "分钟",
      text: "{{minutes}} 分钟 {{tickets}} 个",
    },
  },
};
