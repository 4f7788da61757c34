import { useTranslation } from "react-i18next";
import { Dialog } from "../ui/Dialog";
import { shortcutsAreOff } from "./shortcuts";

const sheet = {
  lists: [
    ["j", "next"],
    ["k", "previous"],
    ["Enter / o", "open"],
    ["x", "select"],
    ["Shift+↑ / ↓", "selectMore"],
    ["u", "refresh"],
  ],
  ticket: [
    ["r", "reply"],
    ["n", "note"],
    [";", "canned"],
    ["Ctrl+Enter", "send"],
    ["m", "mine"],
    ["a", "assign"],
    ["s", "status"],
    ["w", "wait"],
    ["p", "priority"],
    ["e", "resolve"],
    ["Shift+E", "resolveNext"],
    ["z", "snooze"],
    ["h", "handOver"],
    ["1 2 3 4", "relabel"],
    ["Esc", "back"],
  ],
  everywhere: [
    ["/ Ctrl+K", "search"],
    [".", "copy"],
    ["?", "sheet"],
  ],
} as const;

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("keys.title")} onClose={onClose} wide>
      {shortcutsAreOff() ? <p className="fault">{t("keys.off")}</p> : null}
      <div className="sheet">
        {(["lists", "ticket", "everywhere"] as const).map((group) => (
          <section key={group}>
            <h3>{t(`keys.${group}`)}</h3>
            <dl>
              {sheet[group].map(([key, what]) => (
                <div key={key}>
                  <dt>
                    {key.split(" ").map((part) => (part === "/" && key.includes(" / ") ? " / " : <kbd key={part}>{part}</kbd>))}
                  </dt>
                  <dd>{t(`keys.${what}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
