/** How fast time passes for the rules. */
export interface Clock {
  /** A duration, as Prometheus writes it. */
  readonly span: (text: string) => string;
  /** The age of something that only waiting makes old, in seconds. */
  readonly age: (seconds: number) => number;
}

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly severity: "page" | "ticket";
  readonly summary: string;
}
export interface Record {
  readonly record: string;
  readonly expr: string;
  readonly slo?: string;
}
export interface RuleGroup {
  readonly name: string;
  /** Comment lines at the head of the file. */
  readonly about: readonly string[];
  readonly rules: readonly (Alert | Record)[];
}

/** Time as it is. */
export const realClock: Clock = { span: (text) => text, age: (seconds) => seconds };

const secondsIn = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/**
 * Time that passes so many times faster, to try out in minutes what takes hours. What the gateway itself measures by its own
 * clock, such as the heartbeat of its listener, keeps its real limits: those are not written as ages.
 */
export function scaleClock(factor: number): Clock {
  return {
    span(text) {
      const unit = text.at(-1) as keyof typeof secondsIn;
      return `${Math.ceil((Number.parseInt(text, 10) * secondsIn[unit]) / factor)}s`;
    },
    age: (seconds) => seconds / factor,
  };
}
