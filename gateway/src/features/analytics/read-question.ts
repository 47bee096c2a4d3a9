import {
  maxAnalyticsRows,
  type AdminAnalyticsQuery,
  type AnalyticsQuery,
  type ProviderCallQuery,
} from "@kyc-gateway/http-api";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { findView, type Dimension, type Granularity, type View } from "./dimensions.ts";

/** What is asked for, checked. */
export interface Question {
  readonly from: Date;
  readonly to: Date;
  readonly granularity: Granularity;
  readonly groupBy: readonly (Dimension | "tenant")[];
  readonly filters: Readonly<Partial<Record<Dimension, string>>>;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const stepMs: Readonly<Record<Granularity, number>> = { hour: hourMs, day: dayMs };
const defaultDays = 7;

/** So many days at once: the more a roll-up tells apart, the more rows it has. */
const maxDays: Readonly<Record<View, Readonly<Record<Granularity, number>>>> = {
  total: { hour: 92, day: 1100 },
  connection: { hour: 31, day: 400 },
  route: { hour: 31, day: 400 },
  country: { hour: 7, day: 92 },
  document: { hour: 7, day: 92 },
  full: { hour: 7, day: 31 },
};

/** Throws `invalid_request` with the allowed values. */
export function readQuestion(query: AdminAnalyticsQuery, now: Date): Question {
  const { from, to, granularity = "day", groupBy, tenant: _tenant, ...filters } = query;
  const question = {
    ...readPeriod({ from, to, granularity }, now),
    granularity,
    groupBy: [...new Set(groupBy?.split(","))] as Question["groupBy"],
    filters,
  };
  refuseTooLong(question);
  return question;
}

/** More would tell apart so many groups that few of them could be shown. */
const maxOwnDimensions = 3;

/** The question of a tenant. Throws `invalid_request` with the allowed values. */
export function readOwnQuestion(
  query: AnalyticsQuery,
  now: Date,
): Question & { readonly groupBy: readonly Dimension[] } {
  const question = readQuestion(query, now);
  const used = new Set([...question.groupBy, ...Object.keys(question.filters)]);
  if (used.size > maxOwnDimensions)
    throw refuse(
      "groupBy",
      "out_of_range",
      `may come to at most ${maxOwnDimensions} together with filters, and these are ${[...used].join(", ")}`,
    );
  return { ...question, groupBy: question.groupBy.filter((name) => name !== "tenant") };
}

/** Whole buckets. Throws `invalid_request`. */
export function readPeriod(
  { from, to, granularity }: { from: string | undefined; to: string | undefined; granularity: Granularity },
  now: Date,
): Pick<Question, "from" | "to"> {
  const step = stepMs[granularity];
  const end = Math.ceil((to === undefined ? now : new Date(to)).getTime() / step) * step;
  const begin = from === undefined ? end - defaultDays * dayMs : new Date(from).getTime();
  const period = { from: new Date(Math.floor(begin / step) * step), to: new Date(end) };
  if (period.from >= period.to) throw refuse("from", "out_of_range", "must be before `to`");
  return period;
}

function refuseTooLong({ from, to, granularity, groupBy, filters }: Question): void {
  const used = [...groupBy.filter((name) => name !== "tenant"), ...Object.keys(filters)] as Dimension[];
  const allowed = maxDays[findView(used)][granularity];
  // Both ends were moved to whole buckets.
  if (to.getTime() - from.getTime() <= allowed * dayMs + stepMs[granularity]) return;
  const what = used.length === 0 ? "" : ` told apart by ${[...new Set(used)].join(", ")}`;
  throw refuse(
    "from",
    "out_of_range",
    `may be at most ${allowed} days before \`to\` for ${granularity}s${what}`,
  );
}

function refuse(parameter: string, code: string, message: string): ProblemError {
  return new ProblemError("invalid_request", {
    issues: [{ pointer: `query ${parameter}`, code, message }],
  });
}

/** The problem of an answer that would be too long. */
export function refuseTooManyRows(parameter: string): ProblemError {
  const message = `gives more than ${maxAnalyticsRows} rows: ask for a shorter time, for days instead of hours, or group by less`;
  return refuse(parameter, "too_many_rows", message);
}

/** Of calls, which are kept by the hour. Throws `invalid_request`. */
export function readCallPeriod(
  { from, to, granularity = "day" }: ProviderCallQuery,
  now: Date,
): Pick<Question, "from" | "to" | "granularity"> {
  const question = { ...readPeriod({ from, to, granularity }, now), granularity, groupBy: [], filters: {} };
  refuseTooLong({ ...question, groupBy: ["connection"] });
  return { from: question.from, to: question.to, granularity };
}
