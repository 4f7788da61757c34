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

const rowHeight = 30;
const nameWidth = 190;
const barWidth = 430;
const textWidth = 110;

/** Bars side by side on one scale. What it shows stands in the table beside it too, so that readers hear it once, there. */
export function BarChart({ bars, label, most = 1 }: { bars: readonly Bar[]; label: string; most?: number }) {
  const height = bars.length * rowHeight + 18;
  return (
    <svg className="chart" viewBox={`0 0 ${nameWidth + barWidth + textWidth} ${height}`} role="img" aria-label={label}>
      {[0, 0.25, 0.5, 0.75, 1].map((at) => (
        <g key={at}>
          <line className="chart-grid" x1={nameWidth + at * barWidth} x2={nameWidth + at * barWidth} y1={0} y2={height - 16} />
          <text className="chart-scale" x={nameWidth + at * barWidth} y={height - 3} textAnchor="middle">
            {`${Math.round(at * most * 100)}%`}
          </text>
        </g>
      ))}
      {bars.map((bar, place) => (
        <g key={bar.key} transform={`translate(0 ${place * rowHeight})`}>
          <text className="chart-name" x={nameWidth - 10} y={19} textAnchor="end">
            {bar.name.length > 24 ? `${bar.name.slice(0, 23)}…` : bar.name}
          </text>
          {bar.share === null ? null : (
            <rect className={`chart-bar ${bar.tone}`} x={nameWidth} y={6} width={Math.max(1, (bar.share / most) * barWidth)} height={14} rx={2} />
          )}
          {bar.before == null ? null : (
            <line className="chart-before" x1={nameWidth + (bar.before / most) * barWidth} x2={nameWidth + (bar.before / most) * barWidth} y1={3} y2={23} />
          )}
          <text className="chart-text" x={nameWidth + barWidth + 10} y={19}>
            {bar.text}
          </text>
        </g>
      ))}
    </svg>
  );
}
