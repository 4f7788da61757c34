import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTicketSearch } from "../cases/TicketPicker";
import { listAddress, ticketAddress, views } from "../queue/views";
import { authorName } from "../ui/marks";
import { Dialog } from "../ui/Dialog";
import type { IconName } from "../ui/Icon";
import { fits, Picker, type Choice } from "../ui/Picker";
import { navigate } from "./address";
import type { Command } from "./commands";
import { hasRole, usePerson } from "./session";

interface Props {
  /** What the page behind offers. */
  commands: readonly Command[];
  onClose: () => void;
}

/** One place to type: tickets are found, commands run, views and pages opened. */
export function Palette({ commands, onClose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const found = useTicketSearch(useDeferredValue(typed));
  const places = usePlaces();

  const choose = (run: () => void) => () => {
    onClose();
    // The dialog is gone before what it opened takes the focus.
    queueMicrotask(run);
  };
  // Whoever types a number need not wait for the search.
  const [, digits] = /^(?:t-)?(\d{1,15})$/i.exec(typed.trim()) ?? [];
  const exact: Choice[] =
    digits === undefined || found.some((row) => String(row.id) === digits)
      ? []
      : [
          {
            id: `ticket-${digits}`,
            text: t("palette.open", { number: `T-${digits}` }),
            group: t("palette.tickets"),
            icon: "inbox",
            pick: choose(() => navigate(ticketAddress(Number(digits), { view: "all" }))),
          },
        ];
  const tickets: Choice[] =
    typed.trim() === ""
      ? []
      : found.map((row) => ({
          id: `ticket-${row.id}`,
          text: `${row.number} ${authorName(row.author)}`,
          group: t("palette.tickets"),
          icon: "inbox",
          hint: row.first_line,
          pick: choose(() => navigate(ticketAddress(row.id, { view: "all" }))),
        }));
  const list: Choice | null =
    typed.trim() === ""
      ? null
      : {
          id: "list",
          text: t("palette.list", { text: typed.trim() }),
          group: t("palette.tickets"),
          icon: "search",
          pick: choose(() => navigate(listAddress({ view: "all", q: typed.trim() }))),
        };
  const others: Choice[] = [...commands, ...places].map(({ run, keys, icon, ...command }, index) => ({
    ...command,
    ...(keys ? { keys } : {}),
    ...(icon ? { icon } : {}),
    id: `command-${index}`,
    pick: choose(run),
  }));
  const fitting = others.filter((choice) => fits(choice, typed));
  return (
    <Dialog title={t("palette.title")} onClose={onClose} wide top>
      <Picker
        label={t("palette.type")}
        empty={t("palette.nothing")}
        choices={[...exact, ...tickets, ...fitting, ...(list ? [list] : [])]}
        onTyped={setTyped}
      />
    </Dialog>
  );
}

function usePlaces(): Command[] {
  const { t } = useTranslation();
  const person = usePerson();
  const group = t("palette.go");
  const to = (text: string, path: string, icon: IconName): Command => ({
    text,
    group,
    icon,
    run: () => navigate(path),
  });
  const places: Command[] = [];
  if (hasRole(person, "agent", "lead", "admin")) {
    places.push(...views.map((view) => to(`${t("nav.queue")}: ${t(`view.${view}`)}`, `/queue/${view}`, "queue")));
  }
  if (hasRole(person, "lead", "admin")) {
    places.push(
      to(t("nav.board"), "/sla", "board"),
      to(t("team.title"), "/team", "people"),
      to(t("rules.title"), "/rules/policies", "rules"),
      to(t("reports.title"), "/reports/promises", "chart"),
      to(t("learn.title"), "/classifier/corrections", "learn"),
    );
  }
  if (hasRole(person, "agent", "lead", "admin")) places.push(to(t("canned.title"), "/canned", "star"));
  if (hasRole(person, "marketing", "lead", "admin")) places.push(to(t("nav.praise"), "/praise", "praise"));
  if (hasRole(person, "admin")) places.push(to(t("nav.admin"), "/admin/accounts", "admin"));
  places.push(to(t("nav.settings"), "/settings", "settings"));
  return places;
}
