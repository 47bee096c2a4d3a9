import type { ReactNode } from "react";
import type { Tone } from "./badge.tsx";

export interface TimelineItem {
  readonly key: string;
  readonly at: string;
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly what: ReactNode;
  readonly why?: ReactNode;
}

interface TimelineProps {
  readonly items: readonly TimelineItem[];
  readonly formatTime: (at: string) => string;
}

export function Timeline({ items, formatTime }: TimelineProps): ReactNode {
  return (
    <ol className="timeline">
      {items.map(({ key, at, tone, icon, what, why }) => (
        <li key={key}>
          <span className={`dot ${tone}`} aria-hidden="true">
            {icon}
          </span>
          <div className="break">
            <p className="what">{what}</p>
            {why === undefined ? null : <div className="why">{why}</div>}
            <time dateTime={at}>{formatTime(at)}</time>
          </div>
        </li>
      ))}
    </ol>
  );
}
