import type { ReactNode } from "react";

interface CardProps {
  readonly title?: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  /** Without the space around: for tables and lists that reach to the edges. */
  readonly isFlush?: boolean;
  readonly children: ReactNode;
}

export function Card({ title, note, actions, isFlush = false, children }: CardProps): ReactNode {
  return (
    <section className="card">
      {title === undefined ? null : (
        <header>
          <div>
            <h2>{title}</h2>
            {note === undefined ? null : <p>{note}</p>}
          </div>
          {actions}
        </header>
      )}
      {isFlush ? children : <div className="body">{children}</div>}
    </section>
  );
}
export function Tile({
  label,
  value,
  note,
}: {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
}): ReactNode {
  return (
    <div className="card tile">
      <p className="label">{label}</p>
      <p className="value">{value}</p>
      {note === undefined ? null : <p className="note">{note}</p>}
    </div>
  );
}
