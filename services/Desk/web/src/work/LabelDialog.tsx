import { useTranslation } from "react-i18next";
import type { Label } from "../api/types";
import { labels } from "../queue/views";
import { Dialog } from "../ui/Dialog";
import { Picker } from "../ui/Picker";

interface Props {
  title: string;
  isNow: (label: Label) => boolean;
  onPick: (label: Label) => void;
  onClose: () => void;
}

/** One of the labels; nothing is said before it is picked. */
export function LabelDialog({ title, isNow, onPick, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} onClose={onClose}>
      <Picker
        numbered
        label={t("action.relabel")}
        empty={t("work.nothing")}
        choices={labels.map((label) => ({
          id: label,
          text: t(`label.${label}`),
          hint: isNow(label) ? t("work.now") : undefined,
          pick: () => {
            onClose();
            onPick(label);
          },
        }))}
      />
    </Dialog>
  );
}
