import type { Schemas } from "../../api/client.ts";
import type { operations } from "../../generated/api.ts";

/** Which of the counted sessions. */
export type CountedQuestion = Omit<
  NonNullable<operations["listAllCountedSessions"]["parameters"]["query"]>,
  "cursor" | "limit" | "variant"
>;

const names = [
  "from",
  "to",
  "tenant",
  "flow",
  "connection",
  "rule",
  "country",
  "documentType",
  "status",
  "reason",
] as const satisfies readonly (keyof CountedQuestion)[];

/** The question in a screen's address; the gateway refuses what is none. */
export function readQuestion(search: URLSearchParams): CountedQuestion {
  const entries = names.map((name) => [name, search.get(name)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== null)) as CountedQuestion;
}

/** Between when a report counts, and whose sessions; an empty tenant stands for all. */
export interface Bounds extends Pick<Schemas["AnalyticsReport"], "from" | "to"> {
  readonly tenant: string;
}

/** The screen that lists the sessions of a report of which more is known, such as their connection or status. */
export function linkToSessions({ from, to, tenant }: Bounds, known: Partial<CountedQuestion> = {}): string {
  const search = new URLSearchParams({ from, to, ...(tenant === "" ? {} : { tenant }), ...known });
  return `/analytics/sessions?${search}`;
}
