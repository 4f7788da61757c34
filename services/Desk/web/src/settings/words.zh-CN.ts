import type { Same } from "../app/i18n/same";
import type { settingsEn } from "./words.en";

/** 简体中文 */
export const settingsZhCN: Same<typeof settingsEn> = {
  settings: {
    title: "设置",
    links: "通过身份提供方登录",
    unlink: "解除关联",
    unlinkSure: "不再通过 {{name}} 登录？密码仍然有效。",
    unlinked: "已解除与身份提供方的关联",
    onlyWay: "这是你唯一的登录方式，管理员可以为你设置密码。",
    look: "外观与语言",
    language: "语言",
    followBrowser: "跟随浏览器",
    theme: "主题",
    themes: { system: "跟随系统", light: "浅色", dark: "深色" },
    password: "密码",
    currentPassword: "当前密码",
    newPassword: "新密码",
    repeat: "再输一次新密码",
    mismatch: "两次输入不一致。",
    change: "修改密码",
    changed: "密码已修改，其他位置已退出登录。",
    noPassword: "你通过公司的身份提供方登录，密码在那里保管和修改。",
    sessions: "登录位置",
    current: "当前浏览器",
    end: "结束",
    ended: "已结束该登录",
    lastSeen: "最近使用 {{time}}",
    keyboard: "键盘",
    shortcuts: "单键快捷键",
    shortcutsHint: "输入文字或使用输入法时不会触发。",
  },
};
