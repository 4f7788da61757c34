import { useLayoutEffect, useRef, type ReactNode } from "react";

interface Props {
  /** The heads of the columns. */
  columns: readonly string[];
  /** What it looks like beside being a table. */
  className?: string | undefined;
  /** What it shows, for who does not see it. */
  caption?: string;
  /** Which columns are numbers. */
  numbers?: readonly string[];
  /** The rows. */
  children: ReactNode;
}

/** Lines under heads. On a telephone each line is a block in which every cell says what it is; a cell marked `corner` needs no word. */
export function Table({ columns, className = "", caption, numbers = [], children }: Props) {
  const table = useRef<HTMLTableElement>(null);
  // The heads are named once, above; the cells take them from there.
  useLayoutEffect(() => {
    for (const row of table.current?.tBodies[0]?.rows ?? []) {
      for (const cell of row.cells) {
        const head = columns[cell.cellIndex];
        if (cell.tagName === "TD" && head !== undefined && !cell.classList.contains("corner")) cell.dataset["head"] = head;
      }
    }
  });
  return (
    <table ref={table} className={`table stacked ${className}`}>
      {caption === undefined ? null : <caption className="only-read">{caption}</caption>}
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className={numbers.includes(column) ? "number" : undefined}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
