import type { components } from "../api/generated/router";

type R = components["schemas"];

export type { PraiseItem, PraiseStatus } from "../api/types";
export type PraiseDetail = R["PraiseDetail"];
export type PraiseRequestView = R["PraiseRequestView"];
export type GrantView = R["GrantView"];
export type PraiseEventView = R["PraiseEventView"];
export type TakedownView = R["TakedownView"];
export type PraiseExport = R["PraiseExport"];
export type GrantScope = R["GrantScope"];
export type WithdrawalReason = R["WithdrawalReason"];
export type RequestTemplateView = R["RequestTemplateView"];
