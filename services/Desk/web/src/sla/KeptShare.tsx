import { useTranslation } from "react-i18next";
import { Link } from "../app/Link";
import { listAddress, resultOfShare, type Filters } from "../queue/views";
import { percentText } from "../ui/marks";

interface Props {
  figures: { readonly met: number; readonly breached: number };
  /** Whose promises they are, and of when. */
  of: Partial<Filters>;
}

/** The share of promises that were kept: it opens those that were broken, or where none was, those that were met. */
export function KeptShare({ figures, of}: Props) {
  const { t, i18n } = useTranslation();
  const total = figures.met + figures.breached;
  if (total === 0) return <>–</>;
  const result = resultOfShare(figures);
  const share = percentText(figures.met / total, i18n.language);
  const opens = t(`board.share.${result}`, { share, count: figures[result] });
  return (
    <Link className="share" to={listAddress({ view: "all", ...of, result })} aria-label={opens} title={opens}>
      {share}
    </Link>
  );
}
