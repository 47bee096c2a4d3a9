import { counters } from "./cell-texts.ts";
import { dimensions, everyTenant, noConnection, views, type Dimension, type View } from "./dimensions.ts";
import { decisionTimeColumns, decisionTimes } from "./duration-histogram.ts";

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

const placeOf = (alias: string): string =>
  `width_bucket(${alias}.decision_seconds, '{${decisionTimes.bounds.join()}}'::integer[])`;

/** Each roll-up of a change: `v`, `g` and `w` say which it is, `c` is the change with its sign. */
const rollUps = (owners: string): string => `
  cross join lateral (values ${owners}) as w (tenant_id)
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
  "w.tenant_id",
  "case g.granularity when 'day' then begin_of('day', c.hour) else c.hour end as starts_at",
  ...(Object.entries(dimensions) as [Dimension, string][]).map(
    ([dimension, column]) =>
      `case when v.keeps_${dimension.toLowerCase()} then c.${column} else ${emptyOf(dimension)} end as ${column}`,
  ),
].join(", ");

function emptyOf(dimension: Dimension): string {
  return dimension === "connection" ? `'${noConnection}'::uuid` : "''";
}

/** Roll-ups of the tenant, and of all tenants. */
const tenantAndAll = `(c.tenant_id), ('${everyTenant}'::uuid)`;

/** Sums of the changes in `changes`, by roll-up of these owners. */
const sumCells = (owners: string): string => `
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
    ${decisionTimeColumns
      .map(
        (column, place) => `nullif(sum(c.sign) filter (where c.place = ${place}), 0)::integer as ${column}`,
      )
      .join(", ")}
  from changes c ${rollUps(owners)} group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`;

const sumReasons = (owners: string): string => `
  select ${keyOfChange}, u.reason, sum(c.sign)::integer as rejected
  from changes c cross join unnest(c.reasons) as u (reason) ${rollUps(owners)} group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`;

const cellColumns = `${cellKey}, ${counters.join(", ")}, ${decisionTimeColumns.join(", ")}`;
const addCounters = counters.map((name) => `${name} = t.${name} + excluded.${name}`).join(", ");
const addTimes = decisionTimeColumns
  .map((name) => `${name} = nullif(coalesce(t.${name}, 0) + coalesce(excluded.${name}, 0), 0)`)
  .join(", ");

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
    select ${cellColumns} from (${sumCells(tenantAndAll)}) s
    on conflict (${cellKey}) do update set ${addCounters}, ${addTimes}
  ), reasons as (
    insert into analytics_reasons as t (${cellKey}, reason, rejected)
    select ${cellKey}, reason, rejected from (${sumReasons(tenantAndAll)}) s
    on conflict (${cellKey}, reason) do update set rejected = t.rejected + excluded.rejected
  )
  select count(*)::integer as stored from fresh`;

/** What has come to nothing. */
export const deleteEmpty = [
  "delete from analytics_cells where created = 0",
  "delete from analytics_reasons where rejected = 0",
];

const ofDay =
  "tenant_id = any ($2::uuid[]) and hour >= $3::timestamptz and hour < $3::timestamptz + interval '1 day'";
const quote = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");
/** By the columns that the key begins with, too. */
const ofDayCells = `view in (${quote(Object.keys(views))}) and granularity in ('hour', 'day') and tenant_id = $1::uuid
  and starts_at >= $2::timestamptz and starts_at < $2::timestamptz + interval '1 day'`;

const everything = `
  with changes as materialized (
    select 1 as sign, ${placeOf("s")} as place, ${listColumns("s")} from analytics_sessions s where not s.is_frozen and ${ofDay}
    union all
    select 1, ${placeOf("f")}, ${listColumns("f")} from analytics_frozen f where ${ofDay}
  )`;

/** The days (UTC) of an owner's ($1) roll-ups, or of its tenants' ($2) facts, from the first to the last. */
export const listDays = `
  select d.day from (
    select min(k.first) as first, max(k.last) as last from (
      select o.first, o.last from unnest($2::uuid[]) as t (id) cross join lateral (
        select least(
            (select min(hour) from analytics_sessions where tenant_id = t.id and not is_frozen),
            (select min(hour) from analytics_frozen where tenant_id = t.id)) as first,
          greatest(
            (select max(hour) from analytics_sessions where tenant_id = t.id and not is_frozen),
            (select max(hour) from analytics_frozen where tenant_id = t.id)) as last) o
      union all
      select min(starts_at), max(starts_at) from analytics_cells
      where view = 'total' and granularity = 'day' and tenant_id = $1::uuid
    ) k
  ) e, generate_series(begin_of('day', e.first), e.last, interval '1 day') as d (day)`;

/** Drops every roll-up of an owner ($1) and a day ($2, its beginning). */
export const dropDay = [
  `delete from analytics_cells where ${ofDayCells}`,
  `delete from analytics_reasons where ${ofDayCells}`,
];

/** Makes every roll-up of an owner ($1) and a day ($3, its beginning) from facts of these tenants ($2). */
export const makeDay = [
  `${everything} insert into analytics_cells (${cellColumns}) ${sumCells("($1::uuid)")}`,
  `${everything} insert into analytics_reasons (${cellKey}, reason, rejected) ${sumReasons("($1::uuid)")}`,
];
