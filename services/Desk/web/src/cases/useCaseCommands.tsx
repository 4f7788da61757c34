import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { TicketDetail } from "../api/types";
import type { Command } from "../app/commands";
import { LinkDialog } from "./LinkDialog";
import { MergeDialog } from "./MergeDialog";
import { SplitDialog } from "./SplitDialog";

type What = "split" | "merge" | "link";

/** What one case is, is for people to say: split, merge and link from the palette. */
export function useCaseCommands(detail: TicketDetail | undefined): {
  start: (what: What) => void;
  commands: readonly Command[];
  dialog: ReactNode;
} {
  const { t } = useTranslation();
  const [open, setOpen] = useState<What | null>(null);
  const close = () => setOpen(null);
  if (!detail) return { start: () => undefined, commands: [], dialog: null };

  const group = t("palette.ticket", { number: detail.ticket.number });
  const commands: Command[] = [
    { text: t("cases.merge"), icon: "merge", group, run: () => setOpen("merge") },
    { text: t("cases.link"), icon: "link", group, run: () => setOpen("link") },
  ];
  if (detail.ticket.mention_count > 1) {
    commands.unshift({ text: t("cases.split"), icon: "split", group, run: () => setOpen("split") });
  }

  return {
    start: setOpen,
    commands,
    dialog:
      open === "split" ? (
        <SplitDialog detail={detail} onClose={close} />
      ) : open === "merge" ? (
        <MergeDialog detail={detail} onClose={close} />
      ) : open === "link" ? (
        <LinkDialog detail={detail} onClose={close} />
      ) : null,
  };
}
