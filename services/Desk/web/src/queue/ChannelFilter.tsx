import { useTranslation } from "react-i18next";
import { platformName } from "../ui/marks";
import { FilterSelect } from "./FilterSelect";
import { useQueues } from "./team";

interface Props {
  value: string;
  /** The channels of what is listed. */
  seen: readonly string[];
  onChange: (channel: string) => void;
}

/** Of one platform only: those that queues name, those that are listed, and the one that is asked for. */
export function ChannelFilter({ value, seen, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const named = useQueues().flatMap((queue) => queue.channels);
  const channels = [...new Set([...named, ...seen, value])].filter((each) => each !== "").sort();
  return (
    <FilterSelect
      any={t("queue.anyChannel")}
      value={value}
      options={channels.map((channel) => [channel, platformName(channel, i18n.language)])}
      onChange={onChange}
    />
  );
}
