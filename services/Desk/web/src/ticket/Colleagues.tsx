import { useTranslation } from "react-i18next";
import type { PresentPerson } from "../api/types";
import { Icon } from "../ui/Icon";
import { useNow } from "../ui/time";

/** Who else is at this ticket, and who of them writes. */
export function Colleagues({ people }: { people: readonly PresentPerson[] }) {
  const { t } = useTranslation();
  const now = useNow();
  const here = people.filter((person) => Date.parse(person.until) > now);
  return (
    <p className="colleagues" role="status">
      {here.map((person) => (
        <span key={person.id} className={person.typing ? "colleague typing" : "colleague"}>
          <Icon name={person.typing ? "note" : "eye"} size={13} />
          <bdi>{person.name}</bdi> {person.typing ? t("ticket.types") : t("ticket.looks")}
        </span>
      ))}
    </p>
  );
}
