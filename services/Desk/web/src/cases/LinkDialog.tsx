import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TicketDetail } from "../api/types";
import { link } from "../ticket/actions";
import { carryOut } from "../ticket/carryOut";
import { Dialog } from "../ui/Dialog";
import { Picker } from "../ui/Picker";
import { titleFor } from "../work/titleFor";
import { TicketPicker, type Picked } from "./TicketPicker";

const kinds = ["related", "duplicate_of", "has_duplicate", "caused_by", "causes"] as const;

/** First the other ticket, then what it is to this one. */
export function LinkDialog({ detail, onClose }: { detail: TicketDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const [other, setOther] = useState<Picked | null>(null);
  return (
    <Dialog key={other?.id ?? 0} title={titleFor(t("cases.link"), [detail.ticket], t)} onClose={onClose}>
      {other === null ? (
        <TicketPicker detail={detail} label={t("cases.linkTo")} onPick={setOther} />
      ) : (
        <Picker
          numbered
          label={t("cases.linkAs", { number: other.number })}
          empty={t("work.nothing")}
          choices={kinds.map((kind) => ({
            id: kind,
            text: t(`cases.kind.${kind}`),
            pick: () => {
              onClose();
              void carryOut([detail.ticket], link(other, kind));
            },
          }))}
        />
      )}
    </Dialog>
  );
}
