import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { QueueAssignment } from "../api/leadTypes";
import { asProblem } from "../api/problem";
import type { QueueView } from "../api/types";
import { keys } from "../app/queries";
import { useAgents } from "../queue/team";
import { Choices } from "../ui/Choices";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { ListInput } from "../ui/ListInput";
import { newId } from "../ui/newId";
import { ProblemLine } from "../ui/ProblemLine";
import { RateInput } from "../ui/RateInput";
import { toast } from "../ui/toast";
import { forget } from "./queries";

interface Props {
  queue: QueueView | null;
  calendars: readonly { id: string; name: string }[];
  onClose: () => void;
}

export function QueueDialog({ queue, calendars, onClose }: Props) {
  const { t } = useTranslation();
  const assignment = useQuery({
    queryKey: ["queue assignment", queue?.id],
    queryFn: () => take(router.GET("/queues/{id}/assignment", { params: { path: { id: queue?.id ?? "" } } })),
    enabled: queue !== null,
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Dialog title={queue ? queue.name : t("rules.queue.new")} onClose={onClose} wide>
      <ProblemLine error={assignment.error} />
      {queue === null || assignment.data ? (
        <QueueForm queue={queue} assignment={assignment.data ?? {}} calendars={calendars} onClose={onClose} />
      ) : (
        <p className="quiet">{t("app.loading")}</p>
      )}
    </Dialog>
  );
}

function QueueForm({ queue, assignment, calendars, onClose }: Props & { assignment: QueueAssignment }) {
  const { t } = useTranslation();
  const [id] = useState(() => queue?.id ?? newId());
  const [name, setName] = useState(queue?.name ?? "");
  const [calendarId, setCalendarId] = useState(queue?.calendar_id ?? calendars[0]?.id ?? "");
  const [channels, setChannels] = useState<string[]>(queue?.channels ?? []);
  const [accounts, setAccounts] = useState<string[]>(queue?.accounts ?? []);
  const [isDefault, setDefault] = useState(queue?.is_default ?? false);
  const [skills, setSkills] = useState<string[]>(assignment.skills ?? []);
  const [rate, setRate] = useState(assignment.rate ?? null);
  const [minutes, setMinutes] = useState(assignment.return_after_minutes?.toString() ?? "");
  const [leadIds, setLeadIds] = useState<string[]>(queue?.lead_ids ?? []);
  const [acceptance, setAcceptance] = useState(queue?.acceptance_minutes?.toString() ?? "");
  const [needsOrder, setNeedsOrder] = useState(queue?.needs_order_number ?? false);
  const agents = useAgents();
  const save = useMutation({
    mutationFn: async () => {
      const params = { path: { id } };
      await take(
        router.PUT("/queues/{id}", {
          params,
          body: {
            name,
            calendar_id: calendarId,
            channels,
            accounts,
            is_default: isDefault,
            lead_ids: leadIds,
            acceptance_minutes: acceptance.trim() === "" ? null : Number(acceptance),
            needs_order_number: needsOrder,
          },
        }),
      );
      const body: QueueAssignment = { skills, rate, return_after_minutes: minutes.trim() === "" ? null : Number(minutes) };
      await take(router.PUT("/queues/{id}/assignment", { params, body }));
    },
    onSuccess: async () => {
      toast(t("app.saved"));
      await forget(keys.queues, keys.board);
      onClose();
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
          <input data-focus required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field text={t("rules.policy.calendar")} fault={problem?.fault("calendar_id")}>
          <select value={calendarId} onChange={(event) => setCalendarId(event.target.value)}>
            {calendars.map((calendar) => (
              <option key={calendar.id} value={calendar.id}>
                {calendar.name}
              </option>
            ))}
          </select>
        </Field>
        <Field text={t("rules.channels")} hint={t("rules.queue.channelsHint")} fault={problem?.fault("channels")}>
          <ListInput value={channels} onChange={setChannels} />
        </Field>
        <Field text={t("rules.accounts")} hint={t("rules.listHint")} fault={problem?.fault("accounts")}>
          <ListInput value={accounts} onChange={setAccounts} />
        </Field>
        <Field text={t("rules.queue.skills")} hint={t("rules.queue.skillsHint")} fault={problem?.fault("skills")}>
          <ListInput value={skills} onChange={setSkills} />
        </Field>
        <Field text={t("rules.queue.returns")} hint={t("rules.queue.returnsHint")} fault={problem?.fault("return_after_minutes")}>
          <input type="number" min={1} max={10080} value={minutes} onChange={(event) => setMinutes(event.target.value)} />
        </Field>
        <Field text={t("rules.queue.acceptance")} hint={t("rules.queue.acceptanceHint")} fault={problem?.fault("acceptance_minutes")}>
          <input type="number" min={1} value={acceptance} onChange={(event) => setAcceptance(event.target.value)} />
        </Field>
      </div>
      <Choices
        legend={t("rules.queue.leads")}
        all={agents.map((agent) => agent.id)}
        held={leadIds}
        text={(lead) => agents.find((agent) => agent.id === lead)?.name ?? lead}
        onChange={setLeadIds}
        fault={problem?.fault("lead_ids")}
      />
      <RateInput rate={rate} onChange={setRate} fault={problem?.fault("rate.tickets") ?? problem?.fault("rate.minutes")} />
      <label className="check">
        <input type="checkbox" checked={needsOrder} onChange={(event) => setNeedsOrder(event.target.checked)} />
        {t("rules.queue.needsOrder")}
      </label>
      <label className="check">
        <input type="checkbox" checked={isDefault} disabled={queue?.is_default} onChange={(event) => setDefault(event.target.checked)} />
        {t("rules.queue.defaultHint")}
      </label>
      <FormFoot
        error={save.error}
        shown={["name", "calendar_id", "channels", "accounts", "skills", "return_after_minutes", "acceptance_minutes", "lead_ids", "rate"]}
        busy={save.isPending}
        onCancel={onClose}
      />
    </form>
  );
}
