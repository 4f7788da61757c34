import { useTranslation } from "react-i18next";
import type { TicketDetail } from "../api/types";
import { LinkedTickets } from "../cases/LinkedTickets";
import { newestMention } from "./actions";
import { AuthorCard } from "./AuthorCard";
import { Clocks } from "./Clocks";
import { OrderCard } from "./OrderCard";
import { SimilarCard } from "./SimilarCard";
import { WhyLabel } from "./WhyLabel";

interface Props {
  detail: TicketDetail;
  onAskOrder: (text: string) => void;
  onLink: () => void;
}

/** What support needs beside the words: the order number first, then the promises, the person, the reasons. */
export function SidePanel({ detail, onAskOrder, onLink }: Props) {
  const { t } = useTranslation();
  const mention = newestMention(detail);
  return (
    <aside className="panel" aria-label={t("ticket.links")}>
      <OrderCard key={detail.ticket.id} detail={detail} onAsk={onAskOrder} />
      <Clocks clocks={detail.clocks} />
      <AuthorCard detail={detail} />
      <SimilarCard key={`similar ${detail.ticket.id}`} detail={detail} />
      <LinkedTickets detail={detail} onLink={onLink} />
      {mention ? <WhyLabel key={mention.id} mention={mention} ticket={detail.ticket} /> : null}
    </aside>
  );
}
