import { Link } from "../app/Link";

/** One bar of a chart: a share from 0 to 1, and perhaps what it was before. */
export interface Bar {
  readonly key: string;
  readonly name: string;
  readonly share: number | null;
  readonly before?: number | null;
  /** What is written at its end. */
  readonly text: string;
  /** The tickets that it is of. */
  readonly to?: string | undefined;
  readonly tone: "good" | "soon" | "late" | "calm";
}

const marks = [0, 25, 50, 75, 100];

/** Bars side by side on one scale. What it shows stands in the table beside it too: readers hear it once, and keys come by once, there. */
export function BarChart({ bars }: { bars: readonly Bar[] }) {
  return (
    <div className="chart" aria-hidden="true">
      {bars.map((bar) => (
        <div key={bar.key} className="chart-row">
          <span className="chart-name">{bar.name}</span>
          <span className="chart-track">
            {bar.share === null ? null : (
              <span className={`chart-bar ${bar.tone}`} style={{ inlineSize: `${bar.share * 100}%` }} />
            )}
            {bar.before == null ? null : <span className="chart-before" style={{ insetInlineStart: `${bar.before * 100}%` }} />}
          </span>
          {bar.to === undefined ? (
            <span className="chart-text">{bar.text}</span>
          ) : (
            <Link className="chart-text" to={bar.to} tabIndex={-1}>
              {bar.text}
            </Link>
          )}
        </div>
      ))}
      <div className="chart-row">
        <span />
        <span className="chart-scale">
          {marks.map((mark) => (
            <span key={mark}>{`${mark}%`}</span>
          ))}
        </span>
        <span />
      </div>
    </div>
  );
}
