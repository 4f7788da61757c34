import { useMutation } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { keys, queryClient } from "../app/queries";
import { usePerson } from "../app/session";
import { desk, take } from "../api/client";
import { asProblem } from "../api/problem";
import { toast } from "../ui/toast";

export function PasswordForm() {
  const { t } = useTranslation();
  const person = usePerson();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const change = useMutation({
    mutationFn: () => take(desk.PUT("/desk/me/password", { body: { current_password: current, new_password: next } })),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      setAgain("");
      toast(t("settings.changed"));
      return queryClient.invalidateQueries({ queryKey: keys.sessions });
    },
  });
  const problem = change.error ? asProblem(change.error) : null;
  const mismatch = again !== "" && again !== next;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (next === again) change.mutate();
  }

  if (!person.has_password) {
    return (
      <section className="card">
        <h2>{t("settings.password")}</h2>
        <p className="quiet">{t("settings.noPassword")}</p>
      </section>
    );
  }

  return (
    <section className="card">
      <h2>{t("settings.password")}</h2>
      <form className="stack" onSubmit={submit}>
        <input type="text" autoComplete="username" value={person.user_name} readOnly hidden />
        <Secret
          text={t("settings.currentPassword")}
          name="current-password"
          value={current}
          onChange={setCurrent}
          fault={problem?.fault("current_password")}
        />
        <Secret
          text={t("settings.newPassword")}
          name="new-password"
          value={next}
          onChange={setNext}
          fault={problem?.fault("new_password")}
        />
        <Secret
          text={t("settings.repeat")}
          name="new-password"
          value={again}
          onChange={setAgain}
          fault={mismatch ? t("settings.mismatch") : undefined}
        />
        {problem && Object.keys(problem.errors).length === 0 ? (
          <p className="fault" role="alert">
            {t("app.error", { reason: problem.message })}
          </p>
        ) : null}
        <footer>
          <button className="button primary" disabled={change.isPending || mismatch}>
            {t("settings.change")}
          </button>
        </footer>
      </form>
    </section>
  );
}

interface SecretProps {
  text: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  fault: string | undefined;
}

function Secret({ text, name, value, onChange, fault }: SecretProps) {
  return (
    <label className="field">
      <span>{text}</span>
      <input type="password" autoComplete={name} required value={value} onChange={(event) => onChange(event.target.value)} />
      {fault ? (
        <span className="fault" role="alert">
          {fault}
        </span>
      ) : null}
    </label>
  );
}
