import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { keys, queryClient } from "../app/queries";
import { desk, router, take } from "../api/client";
import { ApiProblem, asProblem } from "../api/problem";
import type { AccountView, AgentView, Role } from "../api/types";
import { useQueues } from "../queue/team";
import { askOfForm } from "../ticket/asks";
import { useWords } from "../ticket/useWords";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { toast } from "../ui/toast";
import { toggled } from "../ui/toggled";
import { AccountLinks } from "./AccountLinks";

const roles: readonly Role[] = ["agent", "lead", "marketing", "admin"];
const usualCapacity = 20;

/** Makes or changes an account; for those who work tickets, their place in the team too. */
export function AccountDialog({ account, onClose }: { account: AccountView | null; onClose: () => void }) {
  const { t } = useTranslation();
  const agent = useQuery({
    queryKey: ["agent", account?.id],
    queryFn: () => findAgent(account?.id ?? ""),
    enabled: account !== null,
  });
  const title = account ? t("admin.editAccount", { name: account.user_name }) : t("admin.newAccount");
  return (
    <Dialog title={title} onClose={onClose} wide>
      {account && agent.isPending ? (
        <p className="quiet">{t("app.loading")}</p>
      ) : (
        <AccountForm account={account} agent={account?.agent_pending ? undefined : agent.data} onClose={onClose} />
      )}
    </Dialog>
  );
}

/** Null where the router knows no such agent. */
async function findAgent(id: string): Promise<AgentView | null> {
  try {
    return await take(router.GET("/agents/{id}", { params: { path: { id } } }));
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}

interface FormProps {
  account: AccountView | null;
  /** Undefined where their place in the team is not known: the account can be changed all the same. */
  agent: AgentView | null | undefined;
  onClose: () => void;
}

interface Words {
  userName: string;
  displayName: string;
  held: readonly Role[];
  active: boolean;
  capacity: number | null;
  member: readonly string[] | null;
}

function AccountForm({ account, agent, onClose }: FormProps) {
  const { t } = useTranslation();
  const queues = useQueues();
  const { words, setWords, sending, cancel } = useWords<Words>(
    askOfForm("account", account?.id, account?.display_name ?? t("admin.newAccount")),
    {
      userName: account?.user_name ?? "",
      displayName: account?.display_name ?? "",
      held: account?.roles ?? ["agent"],
      active: account?.active ?? true,
      // Only what was set here is sent: what nobody touched stays as the router has it.
      capacity: null,
      member: null,
    },
  );
  const { userName, displayName, held, active, capacity, member } = words;
  const change = (part: Partial<Words>) => setWords({ ...words, ...part });
  // A secret is kept nowhere.
  const [password, setPassword] = useState("");
  const inQueues = member ?? (agent?.queues ?? queues.filter((queue) => queue.is_default)).map((queue) => queue.id);
  const works = held.some((role) => role !== "marketing");
  const isPlaceKnown = account === null || agent !== undefined;

  const save = useMutation({
    mutationFn: () => sending(async () => {
      const team = works ? { agent: { capacity, queue_ids: member && [...member] } } : {};
      const common = { display_name: displayName, roles: [...held], ...team };
      return account
        ? take(
            desk.PUT("/desk/accounts/{id}", {
              params: { path: { id: account.id } },
              body: { ...common, active, ...(password === "" ? {} : { password }) },
            }),
          )
        : take(desk.POST("/desk/accounts", { body: { ...common, user_name: userName, password } }));
    }),
    onSuccess: async () => {
      toast(t("app.saved"));
      await Promise.all(
        [keys.accounts, keys.agents, ["agent"], keys.me, keys.person].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
      onClose();
    },
  });
  const problem = save.error ? asProblem(save.error) : null;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    save.mutate();
  }

  return (
    <form className="stack" onSubmit={submit}>
      <div className="two">
        <Field text={t("admin.userName")} fault={problem?.fault("user_name")}>
          <input
            required
            disabled={account !== null}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            value={userName}
            onChange={(event) => change({ userName: event.target.value })}
          />
        </Field>
        <Field text={t("admin.displayName")} fault={problem?.fault("display_name")}>
          <input required maxLength={80} value={displayName} onChange={(event) => change({ displayName: event.target.value })} />
        </Field>
      </div>
      <Field
        text={account ? t("admin.newPassword") : t("admin.password")}
        hint={account ? t("admin.newPasswordHint") : t("admin.passwordHint")}
        fault={problem?.fault("password")}
      >
        <input
          type="password"
          autoComplete="new-password"
          required={account === null}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <fieldset className="choices">
        <legend>{t("admin.roles")}</legend>
        {roles.map((role) => (
          <label key={role}>
            <input
              type="checkbox"
              checked={held.includes(role)}
              onChange={(event) => change({ held: toggled(held, role, event.target.checked) })}
            />
            <span>
              {t(`role.${role}`)} <span className="quiet">{t(`admin.rolesHint.${role}`)}</span>
            </span>
          </label>
        ))}
        {problem?.fault("roles") ? <p className="fault">{problem.fault("roles")}</p> : null}
      </fieldset>
      {works && !isPlaceKnown ? <p className="quiet">{t("admin.placeUnknown")}</p> : null}
      {works && isPlaceKnown ? (
        <div className="two">
          <fieldset className="choices">
            <legend>{t("admin.queues")}</legend>
            {queues.map((queue) => (
              <label key={queue.id}>
                <input
                  type="checkbox"
                  checked={inQueues.includes(queue.id)}
                  onChange={(event) => change({ member: toggled(inQueues, queue.id, event.target.checked) })}
                />
                {queue.name}
              </label>
            ))}
          </fieldset>
          <Field text={t("admin.capacity")} fault={problem?.fault("agent.capacity")}>
            <input
              type="number"
              min={0}
              max={1000}
              required
              value={capacity ?? agent?.capacity ?? usualCapacity}
              onChange={(event) => change({ capacity: event.target.valueAsNumber })}
            />
          </Field>
        </div>
      ) : null}
      {account ? (
        <label className="check">
          <input type="checkbox" checked={active} onChange={(event) => change({ active: event.target.checked })} />
          {t("admin.active")}
        </label>
      ) : null}
      {problem && Object.keys(problem.errors).length === 0 ? (
        <p className="fault" role="alert">
          {t("app.error", { reason: problem.message })}
        </p>
      ) : null}
      {account ? <AccountLinks account={account} /> : null}
      <FormFoot busy={save.isPending} text={account ? t("app.save") : t("admin.create")} onCancel={() => cancel(onClose)} />
    </form>
  );
}
