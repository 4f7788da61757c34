import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { languages, setLanguage, type Language } from "../app/i18n";
import { keys, queryClient } from "../app/queries";
import { hasRole, usePerson } from "../app/session";
import { shortcutsAreOff, switchShortcuts } from "../app/shortcuts";
import { setTheme, themes, useTheme, type Theme } from "../app/theme";
import { desk, take } from "../api/client";
import { asProblem } from "../api/problem";
import { toast } from "../ui/toast";
import { NoticeSettings } from "../notices/NoticeSettings";
import { PasswordForm } from "./PasswordForm";
import { ProviderLinks } from "./ProviderLinks";
import { Sessions } from "./Sessions";

/** How people like their desk, and where they are signed in. */
export function SettingsPage() {
  const { t } = useTranslation();
  const person = usePerson();
  return (
    <main className="settings">
      <header className="bar">
        <h1>{t("settings.title")}</h1>
      </header>
      <div className="settings-grid">
        <Look />
        <Keyboard />
        {hasRole(person, "agent", "lead", "admin") ? <NoticeSettings /> : null}
        <PasswordForm />
        <ProviderLinks />
        <Sessions />
      </div>
    </main>
  );
}

const languageNames: Record<Language, string> = { "zh-CN": "简体中文", en: "English" };

function Look() {
  const { t } = useTranslation();
  const person = usePerson();
  const theme = useTheme();
  const language = person.language === "zh-CN" || person.language === "en" ? person.language : null;
  const save = useMutation({
    mutationFn: async (wish: { language: Language | null; theme: Theme }) => {
      // What one sees changes at once; the server is told so that other machines know.
      setTheme(wish.theme);
      await setLanguage(wish.language);
      return take(desk.PUT("/desk/me/preferences", { body: wish }));
    },
    onSuccess: (saved) => queryClient.setQueryData(keys.person, saved),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
  });
  return (
    <section className="card">
      <h2>{t("settings.look")}</h2>
      <fieldset className="segments">
        <legend>{t("settings.language")}</legend>
        {[null, ...languages].map((each) => (
          <label key={each ?? "browser"} lang={each ?? undefined}>
            <input
              type="radio"
              name="language"
              checked={language === each}
              onChange={() => save.mutate({ language: each, theme })}
            />
            <span>{each === null ? t("settings.followBrowser") : languageNames[each]}</span>
          </label>
        ))}
      </fieldset>
      <fieldset className="segments">
        <legend>{t("settings.theme")}</legend>
        {themes.map((each) => (
          <label key={each}>
            <input type="radio" name="theme" checked={theme === each} onChange={() => save.mutate({ language, theme: each })} />
            <span>{t(`settings.themes.${each}`)}</span>
          </label>
        ))}
      </fieldset>
    </section>
  );
}

function Keyboard() {
  const { t } = useTranslation();
  const [off, setOff] = useState(shortcutsAreOff);
  return (
    <section className="card">
      <h2>{t("settings.keyboard")}</h2>
      <label className="check">
        <input
          type="checkbox"
          checked={!off}
          onChange={(event) => {
            switchShortcuts(event.target.checked);
            setOff(!event.target.checked);
          }}
        />
        <span>
          {t("settings.shortcuts")} <kbd>?</kbd>
          <br />
          <span className="quiet">{t("settings.shortcutsHint")}</span>
        </span>
      </label>
    </section>
  );
}
