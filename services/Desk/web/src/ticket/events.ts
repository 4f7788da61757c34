import type { TFunction } from "i18next";
import type { TimelineItem } from "../api/types";
import { linkWord } from "../cases/linkWord";

/** What an event is told as; a kind that this desk does not know yet is shown by its own name. */
export interface EventLine {
  readonly text: string;
  readonly tone: "plain" | "good" | "bad" | "caution";
}

/** Steps that only the reckoning needs: they are there on demand. */
const quiet = new Set(["clock.activate", "clock.apply", "clock.skip", "clock.pause", "clock.resume", "clock.cancel", "lead_told", "replied", "reply_requested", "reply_sent", "mention_attached", "noted", "answer_passed_on"]);

export function isQuiet(item: TimelineItem): boolean {
  return item.type === "event" && quiet.has(item.event ?? "");
}

export function eventLine(item: TimelineItem, t: TFunction, nameOf: (id: string) => string): EventLine {
  const kind = item.event ?? "";
  const data = isRecord(item.data) ? item.data : {};
  const clock = typeof data["clock"] === "string" ? clockName(data["clock"], t) : "";
  switch (kind) {
    case "assigned":
      return line(t("event.assigned", { name: nameOf(text(data["agent_id"])) }));
    case "opened":
    case "unassigned":
    case "accepted":
    case "mention_attached":
    case "reply_requested":
    case "reply_sent":
    case "replied":
    case "noted":
    case "closed":
    case "burst":
    case "author_erased":
    case "no_reply_needed":
    case "misrouted":
      return line(t(`event.${kind}`));
    case "lead_told":
      return line(t(data["nobody_there"] === true ? "event.lead_missing" : "event.lead_told"));
    case "resumed":
      return line(data["by_customer"] === true ? t("event.resumedByCustomer") : t("event.resumed"));
    case "waiting":
      return line(waiting(text(data["for"]), t), data["while_unanswered"] === true ? "caution" : "plain");
    case "reply_failed":
    case "answer_taken_back":
      return line(t(`event.${kind}`), "bad");
    case "resolved":
      return line(t("event.resolved"), "good");
    case "reopened":
      return line(t("event.reopened"), "caution");
    case "label_followed":
      return line(t("event.labelFollowed", { to: labelName(data["to"], t) }));
    case "relabelled":
      return line(t("event.relabelledTo", { from: labelName(data["from"], t), to: labelName(data["to"], t) }));
    case "priority_set":
    case "priority_raised":
      return line(t("event.priorityTo", { priority: priorityName(data["to"], t) }));
    case "handed_over":
      return line(t("event.handedOver", { queue: nameOf(text(data["to_queue_id"])) }), "caution");
    case "hand_over_accepted":
      return line(t("event.handOverAccepted", { queue: nameOf(text(data["queue_id"])) }), "good");
    case "hand_over_bounced":
      return line(bounced(text(data["cause"]), t), "caution");
    case "set_aside":
    case "snoozed":
    case "woken":
      return line(t(`event.${kind}`));
    case "order_number":
      return line(t("event.order", { number: text(data["to"]) }));
    case "split_off":
    case "merged_away":
      return line(t(`event.${kind}`, { number: numberOf(data["into_ticket"]) }));
    case "merged_in":
      return line(t("event.merged_in", { number: numberOf(data["from_ticket"]) }));
    case "linked":
    case "unlinked":
      return line(t(`event.${kind}`, { number: numberOf(data["other"]), as: linkWord(text(data["as"]), t) }));
    case "clock.warn":
      return line(t("event.clockWarning", { clock }), "caution");
    case "clock.breach":
      return line(t("event.clockBreach", { clock }), "bad");
    case "clock.escalate":
      return line(t("event.clockEscalate", { clock }), "bad");
    case "clock.meet":
      return line(t("event.clockMet", { clock }), "good");
    case "clock.activate":
      return line(t("event.clockStarted", { clock }));
    case "clock.pause":
      return line(t("event.clockPaused", { clock }));
    case "clock.resume":
      return line(t("event.clockResumed", { clock }));
    default:
      return line(clock === "" ? kind : t("event.clockOther", { what: `${clock}, ${kind.replace("clock.", "")}` }));
  }
}

/** A reason that a person gave, or that an automatic step carries. */
export function eventReason(item: TimelineItem, t: TFunction): string | null {
  const data = isRecord(item.data) ? item.data : {};
  return reasonText(text(data["reason"]), t);
}

/** A person's own words as they are; what an automatic step gives as its reason, in the reader's language. */
export function reasonText(reason: string, t: TFunction): string | null {
  switch (reason) {
    case "":
      return null;
    case "answered":
    case "burst":
    case "reopened_again":
    case "reopened_too_often":
      return t(`event.because.${reason}`);
    default:
      return stepName(reason, t);
  }
}

/** A step of a clock raised it: `first_response +30m` is the clock and the step. */
function stepName(reason: string, t: TFunction): string {
  const [, clock, step] = /^([a-z_]+) (\S+)$/.exec(reason) ?? [];
  const name = clock === undefined ? "" : clockName(clock, t);
  return clock === undefined || name === clock ? reason : `${name} ${step ?? ""}`;
}

function bounced(cause: string, t: TFunction): string {
  return cause === "refused" || cause === "timed_out" || cause === "withdrawn"
    ? t(`event.bounced.${cause}`)
    : t("event.bounced.ended");
}

function numberOf(id: unknown): string {
  return typeof id === "number" ? `T-${id}` : "";
}

function waiting(whom: string, t: TFunction): string {
  return whom === "waiting_third_party" ? t("status.waiting_third_party") : t("status.waiting_customer");
}

function clockName(kind: string, t: TFunction): string {
  switch (kind) {
    case "first_response":
    case "next_response":
    case "resolution":
    case "total_resolution":
    case "acceptance":
      return t(`clock.kind.${kind}`);
    default:
      return kind;
  }
}

function labelName(value: unknown, t: TFunction): string {
  return value === "complaint" || value === "praise" || value === "question" || value === "other"
    ? t(`label.${value}`)
    : text(value);
}

function priorityName(value: unknown, t: TFunction): string {
  return value === "low" || value === "normal" || value === "high" || value === "urgent"
    ? t(`priority.${value}`)
    : text(value);
}

function line(what: string, tone: EventLine["tone"] = "plain"): EventLine {
  return { text: what, tone };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
