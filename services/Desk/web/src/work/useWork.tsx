import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { TicketRow } from "../api/types";
import type { Command } from "../app/commands";
import { usePerson } from "../app/session";
import type { Shortcuts } from "../app/shortcuts";
import { labels, ticketAddress } from "../queue/views";
import { accept, relabel } from "../ticket/actions";
import { carryOut } from "../ticket/carryOut";
import type { IconName } from "../ui/Icon";
import { copyLink } from "../ui/copyLink";
import { AssignDialog } from "./AssignDialog";
import { HandOverDialog } from "./HandOverDialog";
import { PriorityDialog } from "./PriorityDialog";
import { RelabelDialog } from "./RelabelDialog";
import { SnoozeDialog } from "./SnoozeDialog";
import { StatusDialog } from "./StatusDialog";
import { useResolve } from "./useResolve";

type Dialog = "assign" | "status" | "wait" | "reopen" | "priority" | "relabel" | "snooze" | "hand_over";

interface Options {
  /** What the commands are for: the open ticket, the row under the cursor, or the selected rows. */
  tickets: readonly TicketRow[];
  /** After "resolve and next". */
  onNext?: () => void;
}

export interface Work {
  start: (dialog: Dialog) => void;
  resolve: (then?: () => void) => void;
  shortcuts: Shortcuts;
  commands: readonly Command[];
  dialog: ReactNode;
}

/** All that can be done with tickets, by key, by the palette and by button, for one of them or many. */
export function useWork({ tickets, onNext }: Options): Work {
  const { t } = useTranslation();
  const person = usePerson();
  const resolving = useResolve();
  const [open, setOpen] = useState<{ what: Dialog; tickets: readonly TicketRow[] } | null>(null);
  const [only] = tickets;

  function start(what: Dialog) {
    if (tickets.length > 0) setOpen({ what, tickets });
  }

  function resolve(then?: () => void) {
    if (tickets.length > 0) resolving.start(tickets, then);
  }

  const group =
    tickets.length > 1 ? t("palette.selected", { count: tickets.length }) : t("palette.ticket", { number: only?.number ?? "" });
  const list: readonly [string, string, IconName, () => void][] = [
    ["m", t("keys.mine"), "hand", () => void carryOut(tickets, accept(person))],
    ["a", t("keys.assign"), "person", () => start("assign")],
    ["s", t("keys.status"), "flag", () => start("status")],
    ["w", t("keys.wait"), "pause", () => start("wait")],
    ["p", t("keys.priority"), "up", () => start("priority")],
    ["e", t("keys.resolve"), "check", () => resolve()],
    ["Shift+E", t("keys.resolveNext"), "check", () => resolve(onNext)],
    ["z", t("keys.snooze"), "clock", () => start("snooze")],
    ["h", t("keys.handOver"), "next", () => start("hand_over")],
    ...labels.map(
      (label, place) =>
        [
          String(place + 1),
          `${t("action.relabel")}: ${t(`label.${label}`)}`,
          "tag",
          () => void carryOut(tickets, relabel(label)),
        ] as [string, string, IconName, () => void],
    ),
    [
      ".",
      t("keys.copy"),
      "copy",
      () => void copyLink(only && tickets.length === 1 ? ticketAddress(only.id, { view: "all" }) : undefined),
    ],
  ];
  const commands = tickets.length === 0 ? [] : list.map(([keys, text, icon, run]) => ({ keys, text, icon, group, run }));

  return {
    start,
    resolve,
    commands,
    shortcuts: Object.fromEntries(list.map(([keys, , , run]) => [keys, tickets.length > 0 || keys === "." ? run : undefined])),
    dialog: (
      <>
        {open ? <OpenDialog what={open.what} tickets={open.tickets} onClose={() => setOpen((now) => (now === open ? null : now))} /> : null}
        {resolving.dialog}
      </>
    ),
  };
}

function OpenDialog({ what, tickets, onClose }: { what: Dialog; tickets: readonly TicketRow[]; onClose: () => void }) {
  switch (what) {
    case "assign":
      return <AssignDialog tickets={tickets} onClose={onClose} />;
    case "status":
      return <StatusDialog tickets={tickets} onClose={onClose} />;
    case "wait":
      return <StatusDialog tickets={tickets} begin="waitCustomer" onClose={onClose} />;
    case "reopen":
      return <StatusDialog tickets={tickets} begin="reopen" onClose={onClose} />;
    case "priority":
      return <PriorityDialog tickets={tickets} onClose={onClose} />;
    case "relabel":
      return <RelabelDialog tickets={tickets} onClose={onClose} />;
    case "snooze":
      return <SnoozeDialog tickets={tickets} onClose={onClose} />;
    case "hand_over":
      return <HandOverDialog tickets={tickets} onClose={onClose} />;
  }
}
