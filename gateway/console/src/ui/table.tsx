import type { ReactNode } from "react";

/** A column: its heading, and what a row has there. */
export interface Column<Row> {
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: "end";
  /** On a narrow screen, where a row is a card: without its label, or in the corner. Default: a line with its label. */
  readonly narrow?: "bare" | "corner";
}

interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/** On a narrow screen every row becomes a card, whose cells say what they are. */
export function Table<Row>({ caption, columns, rows, keyOf }: TableProps<Row>): ReactNode {
  return (
    <div className="table-frame" tabIndex={-1}>
      <table className="table cards">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label, align }) => (
              <th key={label} scope="col" className={align}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="link">
              {columns.map(({ label, cell, align, narrow }) => (
                <td key={label} data-label={label} className={[align, narrow].filter(Boolean).join(" ")}>
                  <div>{cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
