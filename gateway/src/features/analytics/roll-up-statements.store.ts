import { dimensions, noConnection, views, type Dimension, type View } from "./dimensions.ts";
import { decisionTimes } from "./duration-histogram.ts";

/** The columns of a fact beside its session, with their types. */
const factTypes = {
  tenant_id: "uuid",
  hour: "timestamptz",
  flow: "text",
  connection_id: "uuid",
  rule: "text",
  variant: "text",
  country: "text",
  document_type: "text",
  is_launched: "boolean",
  is_seen: "boolean",
  status: "text",
  is_reversed: "boolean",
  attempts: "integer",
  decision_seconds: "integer",
  reasons: "text[]",
} as const;

const factColumns = Object.keys(factTypes);
const listColumns = (alias: string): string => factColumns.map((column) => `${alias}.${column}`).join(", ");

const cellKey = ["view", "granularity", "tenant_id", "starts_at", ...Object.values(dimensions)].join(", ");
const counters = [
  "created",
  "launched",
  "seen",
  "approved",
  "rejected",
  "expired",
  "reversed",
  "attempts",
  "decision_seconds",
] as const;

const places = Array.from({ length: decisionTimes.bounds.length + 1 }, (_, place) => place);
const placeOf = (alias: string): string =>
  `width_bucket(${alias}.decision_seconds, '{${decisionTimes.bounds.join()}}'::integer[])`;

/** Each roll-up of a change: `v` and `g` say which it is, `c` is the change with its sign. */
const rollUps = `
  cross join (values ${(Object.keys(views) as View[]).map(describeView).join(", ")})
    as v (view, ${Object.keys(dimensions)
      .map((dimension) => `keeps_${dimension.toLowerCase()}`)
      .join(", ")})
  cross join (values ('hour'), ('day')) as g (granularity)`;

function describeView(view: View): string {
  const kept: readonly Dimension[] = views[view];
  const flags = (Object.keys(dimensions) as Dimension[]).map((dimension) => String(kept.includes(dimension)));
  return `('${view}', ${flags.join(", ")})`;
}

const keyOfChange = [
  "v.view",
  "g.granularity",
  "c.tenant_id",
  "case g.granularity when 'day' then begin_of('day', c.hour) else c.hour end as starts_at",
  ...(Object.entries(dimensions) as [Dimension, string][]).map(
    ([dimension, column]) =>
      `case when v.keeps_${dimension.toLowerCase()} then c.${column} else ${emptyOf(dimension)} end as ${column}`,
  ),
].join(", ");

function emptyOf(dimension: Dimension): string {
  return dimension === "connection" ? `'${noConnection}'::uuid` : "''";
}

/** Sums of the changes in `changes`, by roll-up. */
const sumCells = `
  select ${keyOfChange},
    sum(c.sign)::integer as created,
    sum(c.sign * c.is_launched::integer)::integer as launched,
    sum(c.sign * c.is_seen::integer)::integer as seen,
    sum(c.sign * (c.status = 'APPROVED')::integer)::integer as approved,
    sum(c.sign * (c.status = 'REJECTED')::integer)::integer as rejected,
    sum(c.sign * (c.status = 'EXPIRED')::integer)::integer as expired,
    sum(c.sign * c.is_reversed::integer)::integer as reversed,
    sum(c.sign * c.attempts)::integer as attempts,
    sum(c.sign * coalesce(c.decision_seconds, 0))::bigint as decision_seconds,
    array[${places.map((place) => `coalesce(sum(c.sign) filter (where c.place = ${place}), 0)::integer`).join(", ")}] as decision_times
  from changes c ${rollUps} group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`;

const sumReasons = `
  select ${keyOfChange}, u.reason, sum(c.sign)::integer as rejected
  from changes c cross join unnest(c.reasons) as u (reason) ${rollUps} group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`;

const cellColumns = `${cellKey}, ${counters.join(", ")}, decision_times`;
const addCounters = counters.map((name) => `${name} = t.${name} + excluded.${name}`).join(", ");
const addTimes = `decision_times = array[${places
  .map((place) => `t.decision_times[${place + 1}] + excluded.decision_times[${place + 1}]`)
  .join(", ")}]`;

/**
 * Takes facts ($1, JSON) of sessions ($2) in place of what was known of these, and adds the difference to the roll-ups.
 * Whoever is frozen stays as they are.
 */
export const storeFacts = `
  with input as materialized (
    select i.* from json_to_recordset($1::json) as i (session_id uuid, ${factColumns
      .map((column) => `${column} ${factTypes[column as keyof typeof factTypes]}`)
      .join(", ")})
    where i.session_id <> all (array(
      select session_id from analytics_sessions where session_id = any ($2::uuid[]) and is_frozen))
  ), old as materialized (
    select * from analytics_sessions where session_id = any ($2::uuid[]) and not is_frozen
  ), fresh as materialized (
    select i.* from input i left join old o on o.session_id = i.session_id
    where o.session_id is null or (${listColumns("i")}) is distinct from (${listColumns("o")})
  ), stored as (
    insert into analytics_sessions as t (session_id, ${factColumns.join(", ")})
    select f.session_id, ${listColumns("f")} from fresh f
    on conflict (session_id) do update set ${factColumns.map((column) => `${column} = excluded.${column}`).join(", ")}
    where not t.is_frozen
  ), changes as materialized (
    select 1 as sign, ${placeOf("f")} as place, ${listColumns("f")} from fresh f
    union all
    select -1, ${placeOf("o")}, ${listColumns("o")} from old o join fresh f on f.session_id = o.session_id
  ), cells as (
    insert into analytics_cells as t (${cellColumns})
    select ${cellColumns} from (${sumCells}) s
    on conflict (${cellKey}) do update set ${addCounters}, ${addTimes}
  ), reasons as (
    insert into analytics_reasons as t (${cellKey}, reason, rejected)
    select ${cellKey}, reason, rejected from (${sumReasons}) s
    on conflict (${cellKey}, reason) do update set rejected = t.rejected + excluded.rejected
  )
  select count(*)::integer as stored from fresh`;

/** What has come to nothing. */
export const deleteEmpty = [
  "delete from analytics_cells where created = 0",
  "delete from analytics_reasons where rejected = 0",
];

const ofDay =
  "tenant_id = $1::uuid and hour >= $2::timestamptz and hour < $2::timestamptz + interval '1 day'";
const ofDayCells =
  "tenant_id = $1::uuid and starts_at >= $2::timestamptz and starts_at < $2::timestamptz + interval '1 day'";

const everything = `
  with changes as materialized (
    select 1 as sign, ${placeOf("s")} as place, ${listColumns("s")} from analytics_sessions s where not s.is_frozen and ${ofDay}
    union all
    select 1, ${placeOf("f")}, ${listColumns("f")} from analytics_frozen f where ${ofDay}
  )`;

/** The days (UTC) of a tenant ($1) of which anything is known. */
export const listDays = `
  select d.day from (
    select least(
        (select min(hour) from analytics_sessions where tenant_id = $1::uuid and not is_frozen),
        (select min(hour) from analytics_frozen where tenant_id = $1::uuid),
        (select min(starts_at) from analytics_cells where tenant_id = $1::uuid and view = 'total' and granularity = 'day')) as first,
      greatest(
        (select max(hour) from analytics_sessions where tenant_id = $1::uuid and not is_frozen),
        (select max(hour) from analytics_frozen where tenant_id = $1::uuid),
        (select max(starts_at) from analytics_cells where tenant_id = $1::uuid and view = 'total' and granularity = 'day')) as last
  ) e, generate_series(begin_of('day', e.first), e.last, interval '1 day') as d (day)`;

/** Makes every roll-up of a tenant ($1) and a day ($2, its beginning) anew. */
export const rebuildDay = [
  `delete from analytics_cells where ${ofDayCells}`,
  `delete from analytics_reasons where ${ofDayCells}`,
  `${everything} insert into analytics_cells (${cellColumns}) ${sumCells}`,
  `${everything} insert into analytics_reasons (${cellKey}, reason, rejected) ${sumReasons}`,
];
