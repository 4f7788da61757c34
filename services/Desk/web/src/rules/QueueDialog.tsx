import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { QueueAssignment } from "../api/leadTypes";
import { asProblem } from "../api/problem";
import type { QueueView } from "../api/types";
import { keys } from "../app/queries";
import { useAgents } from "../queue/team";
import { askOfForm } from "../ticket/asks";
import { useKeptEdit } from "../ticket/useKeptEdit";
import { Choices } from "../ui/Choices";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { ListInput } from "../ui/ListInput";
import { PlatformChoices } from "../ui/PlatformChoices";
import { newId } from "../ui/newId";
import { Overtaken } from "../ui/Overtaken";
import { ProblemLine } from "../ui/ProblemLine";
import { RateInput } from "../ui/RateInput";
import { toast } from "../ui/toast";
import { forget, lookIfOvertaken } from "./queries";

const assignmentKey = (id: string) => ["queue assignment", id] as const;

interface Props {
  queue: QueueView | null;
  /** Undefined until they are known. */
  calendars: readonly { id: string; name: string }[] | undefined;
  onClose: () => void;
}

export function QueueDialog({ queue, calendars, onClose }: Props) {
  const { t } = useTranslation();
  const assignment = useQuery({
    queryKey: assignmentKey(queue?.id ?? ""),
    queryFn: () => take(router.GET("/queues/{id}/assignment", { params: { path: { id: queue?.id ?? "" } } })),
    enabled: queue !== null,
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Dialog title={queue ? queue.name : t("rules.queue.new")} onClose={onClose} wide>
      <ProblemLine error={assignment.error} />
      {calendars && (queue === null || assignment.data) ? (
        <QueueForm queue={queue} assignment={assignment.data ?? {}} calendars={calendars} onClose={onClose} />
      ) : (
        <p className="quiet">{t("app.loading")}</p>
      )}
    </Dialog>
  );
}

interface FormProps extends Props {
  calendars: readonly { id: string; name: string }[];
  assignment: QueueAssignment;
}

function QueueForm({ queue, assignment, calendars, onClose }: FormProps) {
  const { t } = useTranslation();
  const edited = useKeptEdit(
    askOfForm("queue", queue?.id, queue?.name ?? t("rules.queue.new")),
    {
      id: queue?.id ?? newId(),
      name: queue?.name ?? "",
      calendarId: queue?.calendar_id ?? calendars[0]?.id ?? "",
      channels: queue?.channels ?? [],
      accounts: queue?.accounts ?? [],
      isDefault: queue?.is_default ?? false,
      skills: assignment.skills ?? [],
      rate: assignment.rate ?? null,
      minutes: assignment.return_after_minutes?.toString() ?? "",
      leadIds: queue?.lead_ids ?? [],
      acceptance: queue?.acceptance_minutes?.toString() ?? "",
      needsOrder: queue?.needs_order_number ?? false,
      version: queue?.version ?? 0,
    },
    `${queue?.version} ${JSON.stringify(assignment)}`,
  );
  const draft = edited.draft;
  const { id } = draft;
  const change = (part: Partial<typeof draft>) => edited.set({ ...draft, ...part });
  const agents = useAgents();
  const save = useMutation({
    mutationFn: () => edited.sending(async () => {
      const params = (version: number) => ({ path: { id }, header: { "If-Match": `"${version}"` } });
      const { version } = await take(
        router.PUT("/queues/{id}", {
          params: params(edited.base.version),
          body: {
            name: draft.name,
            calendar_id: draft.calendarId,
            channels: draft.channels,
            accounts: draft.accounts,
            is_default: draft.isDefault,
            lead_ids: draft.leadIds,
            acceptance_minutes: draft.acceptance.trim() === "" ? null : Number(draft.acceptance),
            needs_order_number: draft.needsOrder,
          },
        }),
      );
      const minutes = draft.minutes.trim() === "" ? null : Number(draft.minutes);
      const body: QueueAssignment = { skills: draft.skills, rate: draft.rate, return_after_minutes: minutes };
      await take(router.PUT("/queues/{id}/assignment", { params: params(version), body }));
    }),
    onError: (error) => lookIfOvertaken(error, keys.queues, assignmentKey(id)),
    onSuccess: async () => {
      toast(t("app.saved"));
      await forget(keys.queues, keys.board);
      edited.close(onClose);
    },
  });
  const problem = save.error ? asProblem(save.error) : null;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="two">
        <Field text={t("rules.queue.name")} fault={problem?.fault("name")}>
          <input data-focus required maxLength={100} value={draft.name} onChange={(event) => change({ name: event.target.value })} />
        </Field>
        <Field text={t("rules.policy.calendar")} fault={problem?.fault("calendar_id")}>
          <select value={draft.calendarId} onChange={(event) => change({ calendarId: event.target.value })}>
            {calendars.map((calendar) => (
              <option key={calendar.id} value={calendar.id}>
                {calendar.name}
              </option>
            ))}
          </select>
        </Field>
        <Field text={t("rules.accounts")} hint={t("rules.listHint")} fault={problem?.fault("accounts")}>
          <ListInput value={draft.accounts} onChange={(accounts) => change({ accounts })} />
        </Field>
        <Field text={t("rules.queue.skills")} hint={t("rules.queue.skillsHint")} fault={problem?.fault("skills")}>
          <ListInput value={draft.skills} onChange={(skills) => change({ skills })} />
        </Field>
        <Field text={t("rules.queue.returns")} hint={t("rules.queue.returnsHint")} fault={problem?.fault("return_after_minutes")}>
          <input type="number" min={1} max={10080} value={draft.minutes} onChange={(event) => change({ minutes: event.target.value })} />
        </Field>
        <Field text={t("rules.queue.acceptance")} hint={t("rules.queue.acceptanceHint")} fault={problem?.fault("acceptance_minutes")}>
          <input type="number" min={1} value={draft.acceptance} onChange={(event) => change({ acceptance: event.target.value })} />
        </Field>
      </div>
      <PlatformChoices
        held={draft.channels}
        onChange={(channels) => change({ channels })}
        hint={t("rules.queue.channelsHint")}
        fault={problem?.fault("channels")}
      />
      <Choices
        legend={t("rules.queue.leads")}
        all={agents.map((agent) => agent.id)}
        held={draft.leadIds}
        text={(lead) => agents.find((agent) => agent.id === lead)?.name ?? lead}
        onChange={(leadIds) => change({ leadIds })}
        fault={problem?.fault("lead_ids")}
      />
      <RateInput rate={draft.rate} onChange={(rate) => change({ rate })} fault={problem?.fault("rate.tickets") ?? problem?.fault("rate.minutes")} />
      <label className="check">
        <input type="checkbox" checked={draft.needsOrder} onChange={(event) => change({ needsOrder: event.target.checked })} />
        {t("rules.queue.needsOrder")}
      </label>
      <label className="check">
        <input type="checkbox" checked={draft.isDefault} disabled={queue?.is_default} onChange={(event) => change({ isDefault: event.target.checked })} />
        {t("rules.queue.defaultHint")}
      </label>
      <Overtaken edited={edited} />
      <FormFoot
        error={save.error}
        shown={["name", "calendar_id", "channels", "accounts", "skills", "return_after_minutes", "acceptance_minutes", "lead_ids", "rate"]}
        busy={save.isPending}
        onCancel={() => edited.cancel(onClose)}
      />
    </form>
  );
}
