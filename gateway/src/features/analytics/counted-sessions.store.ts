import type { SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";
import { dimensions, type Dimension } from "./dimensions.ts";

/** A session as it is counted. */
export interface CountedRow {
  readonly sessionId: string;
  readonly hour: Date;
  readonly status: SessionStatus;
}

export interface CountedQuery {
  readonly tenantIds: readonly string[];
  readonly from: Date;
  readonly to: Date;
  /** Of each dimension the values that count. */
  readonly filters: Readonly<Partial<Record<Dimension, readonly string[]>>>;
  readonly status: string | undefined;
  readonly reason: string | undefined;
  readonly after: { readonly createdAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** In the order of time. */
export async function listCounted(on: Queryable, query: CountedQuery): Promise<readonly CountedRow[]> {
  const { tenantIds, from, to, filters, status, reason, after, limit } = query;
  const named = Object.entries(filters) as [Dimension, readonly string[]][];
  const conditions = named.map(
    ([dimension], index) => ` and ${dimensions[dimension]}::text = any ($${index + 9}::text[])`,
  );
  const text = `select session_id as "sessionId", hour, status from analytics_sessions
    where not is_frozen and tenant_id = any ($1::uuid[]) and hour >= $2 and hour < $3
      and ($4::text is null or status = $4) and ($5::text is null or $5 = any (reasons))
      and ($6::timestamptz is null or (hour, session_id) > ($6::timestamptz, $7::uuid))${conditions.join("")}
    order by hour, session_id limit $8`;
  const values = [
    tenantIds,
    from,
    to,
    status ?? null,
    reason ?? null,
    after?.createdAt ?? null,
    after?.id ?? null,
    limit,
    ...named.map(([, value]) => value),
  ];
  return queryRows<CountedRow>(on, text, values);
}
