import { useMutation } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { desk, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { Role } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { askOfForm } from "../ticket/asks";
import { useWords } from "../ticket/useWords";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { toggled } from "../ui/toggled";
import { seesNoTickets } from "./tokenRoles";

const roles: readonly Role[] = ["agent", "lead", "marketing", "admin"];
const areas = ["tickets", "team", "rules", "reports", "praise", "export", "classifier", "import", "admin"] as const;
const blank: { name: string; held: readonly Role[]; scopes: readonly string[]; days: number } = { name: "", held: ["lead"], scopes: [], days: 90 };

/** Makes a token for a program. */
export function TokenDialog({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const { t } = useTranslation();
  const { words, setWords, sending, cancel } = useWords(askOfForm("token", undefined, t("admin.newToken")), blank);
  const { name, held, scopes, days } = words;
  const make = useMutation({
    mutationFn: () => sending(() => take(desk.POST("/desk/tokens", { body: { name, roles: [...held], scopes: [...scopes], days } }))),
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: keys.tokens });
      onMade(made.secret);
    },
  });
  const problem = make.error ? asProblem(make.error) : null;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    make.mutate();
  }

  return (
    <Dialog title={t("admin.newToken")} onClose={onClose} wide>
      <form className="stack" onSubmit={submit}>
        <div className="two">
          <Field text={t("admin.tokenName")} hint={t("admin.tokenNameHint")} fault={problem?.fault("name")}>
            <input required data-focus maxLength={80} value={name} onChange={(event) => setWords({ ...words, name: event.target.value })} />
          </Field>
          <Field text={t("admin.tokenDays")} fault={problem?.fault("days")}>
            <input
              type="number"
              required
              min={1}
              max={730}
              value={days}
              onChange={(event) => setWords({ ...words, days: event.target.valueAsNumber })}
            />
          </Field>
        </div>
        <fieldset className="choices">
          <legend>{t("admin.roles")}</legend>
          {roles.map((role) => (
            <label key={role}>
              <input
                type="checkbox"
                checked={held.includes(role)}
                onChange={(event) => setWords({ ...words, held: toggled(held, role, event.target.checked) })}
              />
              {t(`role.${role}`)}
            </label>
          ))}
          {seesNoTickets(held) ? <p className="caution" role="status">{t("admin.tokenOfAgent")}</p> : null}
          {problem?.fault("roles") ? <p className="fault">{problem.fault("roles")}</p> : null}
        </fieldset>
        <fieldset className="choices">
          <legend>{t("admin.tokenScopes")}</legend>
          <div className="scopes">
            {areas.map((area) => (
              <div key={area}>
                <span>{t(`admin.scopeArea.${area}`)}</span>
                {(["read", "write"] as const).map((way) => (
                  <label key={way}>
                    <input
                      type="checkbox"
                      aria-label={`${t(`admin.scopeArea.${area}`)}: ${t(way === "read" ? "admin.scopeRead" : "admin.scopeWrite")}`}
                      checked={scopes.includes(`${area}:${way}`)}
                      onChange={(event) => setWords({ ...words, scopes: toggled(scopes, `${area}:${way}`, event.target.checked) })}
                    />
                    {t(way === "read" ? "admin.scopeRead" : "admin.scopeWrite")}
                  </label>
                ))}
              </div>
            ))}
          </div>
          {problem?.fault("scopes") ? <p className="fault">{problem.fault("scopes")}</p> : null}
        </fieldset>
        {problem && Object.keys(problem.errors).length === 0 ? (
          <p className="fault" role="alert">
            {t("app.error", { reason: problem.message })}
          </p>
        ) : null}
        <FormFoot busy={make.isPending} text={t("admin.newToken")} onCancel={() => cancel(onClose)} />
      </form>
    </Dialog>
  );
}
