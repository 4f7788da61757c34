import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { desk, take } from "../api/client";
import { asProblem } from "../api/problem";
import { Icon } from "../ui/Icon";
import { address, returnTo, usePlace } from "./address";
import { AwayBanner } from "./AwayBanner";
import { LanguageSwitch } from "./LanguageSwitch";
import { refusalOf } from "./providerRefusal";
import { signIn } from "./session";

export function SignInPage() {
  const { t } = useTranslation();
  const [userName, setUserName] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useMutation({ mutationFn: () => signIn(userName, password) });

  function submit(event: SubmitEvent) {
    event.preventDefault();
    attempt.mutate();
  }

  return (
    <main className="signin">
      <div className="signin-side" aria-hidden="true">
        <Mesh />
        <p className="signin-lead">{t("signIn.lead")}</p>
      </div>
      <div className="signin-main">
        <AwayBanner />
        <form className="signin-form" onSubmit={submit}>
          <h1>
            <img src="/mark.svg" alt="" width="36" height="36" /> {t("app.name")}
          </h1>
          <label className="field">
            <span>{t("signIn.userName")}</span>
            <input
              name="username"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              value={userName}
              onChange={(event) => setUserName(event.target.value)}
            />
          </label>
          <label className="field">
            <span>{t("signIn.password")}</span>
            <input
              name="password"
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </label>
          {attempt.error ? <Refusal error={attempt.error} /> : null}
          <button className="button primary wide" disabled={attempt.isPending}>
            {t("signIn.submit")}
          </button>
          <Provider isTrying={!attempt.isIdle} />
          <LanguageSwitch />
        </form>
      </div>
    </main>
  );
}

/** The button of the provider, where there is one; whoever is away halfway comes back to the page that is open. */
function Provider({ isTrying }: { isTrying: boolean }) {
  const { t } = useTranslation();
  const place = usePlace();
  const { path, search } = place;
  const ways = useQuery({ queryKey: ["sign-in"], queryFn: () => take(desk.GET("/desk/sign-in")), staleTime: 5 * 60_000 });
  const name = ways.data?.provider;
  if (!name) return null;
  const refused = path === "/sign-in" && !isTrying ? refusalOf(search.get("refused")) : null;
  const back = path === "/sign-in" ? (returnTo(place) ?? "/") : address(path, search);
  return (
    <div className="signin-provider">
      <span className="signin-or">{t("signIn.or")}</span>
      <a className="button wide" href={`/desk/openid/begin?return_to=${encodeURIComponent(back)}`}>
        <Icon name="key" size={14} /> {t("signIn.provider", { name })}
      </a>
      {refused ? (
        <p className="fault" role="alert">
          <Icon name="warning" /> {t(`signIn.providerRefused.${refused}`)}
        </p>
      ) : null}
    </div>
  );
}

function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const problem = asProblem(error);
  const text =
    problem.status === 401
      ? t("signIn.refused")
      : problem.status === 429
        ? t("signIn.tooMany")
        : problem.isAway
          ? t("away.desk")
          : t("app.error", { reason: problem.message });
  return (
    <p className="fault" role="alert">
      <Icon name="warning" /> {text}
    </p>
  );
}

/** Many small voices, drawn to a few points: what the program does. */
function Mesh() {
  const left = [40, 96, 150, 210, 262, 318, 372];
  const right = [120, 206, 292];
  return (
    <svg className="mesh" viewBox="0 0 420 420">
      {left.map((y, index) =>
        right.map((to, lane) => (
          <path
            key={`${y}-${to}`}
            d={`M40 ${y} C 190 ${y}, 220 ${to}, 370 ${to}`}
            className={index % right.length === lane ? "mesh-line on" : "mesh-line"}
          />
        )),
      )}
      {left.map((y) => (
        <circle key={y} cx="40" cy={y} r="4" className="mesh-from" />
      ))}
      {right.map((y) => (
        <circle key={y} cx="370" cy={y} r="9" className="mesh-to" />
      ))}
    </svg>
  );
}
