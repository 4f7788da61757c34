import type { components as Desk } from "./generated/desk";
import type { components as Router } from "./generated/router";

type R = Router["schemas"];
type D = Desk["schemas"];

export type TicketRow = R["TicketRow"];
export type TicketDetail = R["TicketDetail"];
export type TicketRef = R["TicketRef"];
export type TicketStatus = R["TicketStatus"];
export type TimelineItem = R["TimelineItem"];
export type ClockView = R["ClockView"];
export type ClockKind = R["ClockKind"];
export type Label = R["Label"];
export type LabelScores = R["LabelScores"];
export type Priority = R["Priority"];
export type AuthorView = R["AuthorView"];
export type AuthorTier = R["AuthorTier"];
export type MentionView = R["MentionView"];
export type ReplyConflict = R["ReplyConflict"];
export type ReplyView = R["ReplyView"];
export type ViewCounts = R["ViewCounts"];
export type AgentView = R["AgentView"];
export type QueueView = R["QueueView"];
export type SlaBoard = R["SlaBoard"];
export type SlaLane = R["SlaLane"];
export type ClockFigures = R["ClockFigures"];
export type PraiseItem = R["PraiseItem"];
export type PraiseStatus = R["PraiseStatus"];
export type ParkedView = R["ParkedView"];

export type DeskPerson = D["DeskPerson"];
export type AccountView = D["AccountView"];
export type SessionView = D["SessionView"];
export type LiveChanges = D["LiveChanges"];
export type LiveChange = D["LiveChange"];
export type Role = D["Role"];
