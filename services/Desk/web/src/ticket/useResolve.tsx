import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { TicketRow } from "../api/types";
import { resolve } from "./actions";
import { ReasonDialog } from "./ReasonDialog";

interface Asked {
  ticket: TicketRow;
  then: (() => void) | undefined;
}

/** Resolves at once where everything is answered; otherwise asks first why no reply is needed. */
export function useResolve(): { start: (ticket: TicketRow, then?: () => void) => Promise<void>; dialog: ReactNode } {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);

  async function start(ticket: TicketRow, then?: () => void) {
    if (ticket.oldest_unanswered_at) setAsked({ ticket, then });
    else if (await resolve(ticket, null)) then?.();
  }

  async function answer({ ticket, then }: Asked, reason: string) {
    setAsked(null);
    if (await resolve(ticket, reason)) then?.();
  }

  const dialog = asked ? (
    <ReasonDialog
      title={t("action.resolveTitle")}
      text={t("action.resolveText")}
      label={t("action.resolveReason")}
      submit={t("action.resolve")}
      onClose={() => setAsked(null)}
      onSubmit={(reason) => void answer(asked, reason)}
    />
  ) : null;
  return { start, dialog };
}
