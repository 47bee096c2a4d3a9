import type { ReactNode } from "react";

interface MeterProps {
  /** From 0 to 1; undefined: there is nothing to show. */
  readonly value: number | undefined;
  readonly text: string;
  readonly tone?: "accent" | "bad";
}

/** A share as a bar, with its number beside it. */
export function Meter({ value = 0, text, tone = "accent" }: MeterProps): ReactNode {
  return (
    <div className="meter">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" className="chart">
        <rect className="track" width={100} height={6} />
        <rect className={tone} width={Math.max(0, Math.min(1, value)) * 100} height={6} />
      </svg>
      <span className="num">{text}</span>
    </div>
  );
}
