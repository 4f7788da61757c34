import type { PolicyDefinition, StepAction, StepDefinition, StepRecipient } from "../api/leadTypes";
import type { AuthorTier, ClockKind, Label, Priority } from "../api/types";
import { clockKinds } from "../queue/views";

export const recipients: readonly StepRecipient[] = ["assignee", "queue_lead", "ops", "on_call"];
export const stepActions: readonly StepAction[] = ["notify", "raise_priority", "reassign", "return_to_queue"];

/** A policy as it is being edited: every part is there, and a target is a text until it is sent. */
export interface PolicyDraft {
  name: string;
  order: number;
  calendarId: string;
  match: Match;
  targets: Readonly<Record<ClockKind, string>>;
  reopen: string;
  steps: readonly Step[];
  /** Empty is at once. */
  from: string;
}

export interface Match {
  labels: Label[];
  priorities: Priority[];
  channels: string[];
  accounts: string[];
  tiers: AuthorTier[];
  queues: string[];
}

export interface Step {
  key: number;
  at: string;
  recipients: StepRecipient[];
  actions: StepAction[];
  clocks: ClockKind[];
}

export function draftOf(definition: PolicyDefinition | null, calendarId: string, order: number): PolicyDraft {
  const minutes = (kind: ClockKind) => String(definition?.target_minutes?.[kind] ?? "");
  return {
    name: definition?.name ?? "",
    order: definition?.order ?? order,
    calendarId: definition?.calendar_id ?? calendarId,
    match: {
      labels: definition?.match?.labels ?? [],
      priorities: definition?.match?.priorities ?? [],
      channels: definition?.match?.channels ?? [],
      accounts: definition?.match?.accounts ?? [],
      tiers: definition?.match?.tiers ?? [],
      queues: definition?.match?.queues ?? [],
    },
    targets: {
      first_response: minutes("first_response"),
      next_response: minutes("next_response"),
      resolution: minutes("resolution"),
      total_resolution: minutes("total_resolution"),
      acceptance: minutes("acceptance"),
    },
    reopen: String(definition?.reopen_minutes ?? ""),
    steps: (definition?.steps ?? []).map((step, key) => ({
      key,
      at: step.at,
      recipients: step.recipients ?? [],
      actions: step.actions ?? [],
      clocks: step.clocks ?? [],
    })),
    from: "",
  };
}

/** What is sent; a target that was left empty is no promise. */
export function definitionOf(draft: PolicyDraft): PolicyDefinition {
  const targets: Record<string, number> = {};
  for (const kind of clockKinds) {
    if (draft.targets[kind].trim() !== "") targets[kind] = whole(draft.targets[kind]);
  }
  return {
    name: draft.name,
    order: draft.order,
    calendar_id: draft.calendarId,
    match: draft.match,
    target_minutes: targets,
    reopen_minutes: draft.reopen.trim() === "" ? null : whole(draft.reopen),
    steps: draft.steps.map(({ at, recipients, actions, clocks }): StepDefinition => ({ at: at.trim(), recipients, actions, clocks })),
  };
}

function whole(text: string): number {
  const number = Number(text);
  return Number.isFinite(number) ? Math.trunc(number) : 0;
}
