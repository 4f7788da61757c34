/** One bar of a chart: a share from 0 to 1, and perhaps what it was before. */
export interface Bar {
  readonly key: string;
  readonly name: string;
  readonly share: number | null;
  readonly before?: number | null;
  /** What is written at its end. */
  readonly text: string;
  readonly tone: "good" | "soon" | "late" | "calm";
}

const marks = [0, 25, 50, 75, 100];

/** Bars side by side on one scale. What it shows stands in the table beside it too, so that readers hear it once, there. */
export function BarChart({ bars, label }: { bars: readonly Bar[]; label: string }) {
  return (
    <div className="chart" role="img" aria-label={label}>
      {bars.map((bar) => (
        <div key={bar.key} className="chart-row" aria-hidden="true">
          <span className="chart-name">{bar.name}</span>
          <span className="chart-track">
            {bar.share === null ? null : (
              <span className={`chart-bar ${bar.tone}`} style={{ inlineSize: `${bar.share * 100}%` }} />
            )}
            {bar.before == null ? null : <span className="chart-before" style={{ insetInlineStart: `${bar.before * 100}%` }} />}
          </span>
          <span className="chart-text">{bar.text}</span>
        </div>
      ))}
      <div className="chart-row" aria-hidden="true">
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
