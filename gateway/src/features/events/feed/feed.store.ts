import type { EventType } from "@kyc-gateway/http-api";
import type { Database } from "../../../platform/database/database.ts";
import { findFirstRecentId } from "../../../platform/database/first-id.ts";
import type { Statement } from "../../../platform/database/sql/statement-batch.ts";
import { queryRows } from "../../../platform/database/sql/query.ts";
import type { Vault } from "../../../platform/encryption/vault.ts";
import {
  eventColumns,
  eventJoin,
  openEvents,
  type EventRow,
  type StoredEvent,
} from "../outbox/event-row.store.ts";

/** What to read of a tenant's feed. */
interface FeedQuery {
  readonly tenantId: string;
  /** The last number that is known already. */
  readonly after: number;
  readonly limit: number;
  /** Undefined: every type. */
  readonly types?: readonly EventType[] | undefined;
}

export interface NumberedEvents {
  /** Whose events they are. */
  readonly tenants: readonly string[];
  /** Whether one of these has an endpoint that waits for them. */
  readonly isAwaited: boolean;
  /** Whether anybody has such an endpoint. */
  readonly isAwaitable: boolean;
}

/** The numbered events of the outbox. */
export interface FeedStore {
  /** Numbers what is committed and has none. */
  number(announcer: string): Promise<NumberedEvents>;
  /** Tells every other process to look, for a tenant whose endpoints were changed. */
  announce(announcer: string, tenantId: string): Promise<void>;
  /** In order. Whoever got a number has been able to get everything below it. */
  read(query: FeedQuery): Promise<readonly EventRow[]>;
  /** The last number given, and the one through which retention may have dropped events. */
  readEnds(): Promise<{ readonly last: number; readonly droppedThrough: number }>;
}

/** Events that one transaction numbers: more than a second brings, few enough to be quick about it. */
const numberingBatch = 5000;

/** The first look of a process and every so many after it pass over nothing for being old. */
const thoroughEvery = 500;

const numberEvents: Statement<NumberedEvents> = {
  name: "number_events",
  text: `select tenants, is_awaited as "isAwaited", is_awaitable as "isAwaitable" from number_events($1, $2, $3)`,
};

export function createFeedStore({ pool, tenants, statements }: Database, vault: Vault): FeedStore {
  let looks = 0;
  return {
    async number(announcer) {
      const firstId = findFirstRecentId({ isThorough: looks % thoroughEvery === 0 });
      looks += 1;
      const step = { statement: numberEvents, values: [numberingBatch, announcer, firstId] };
      const [numbered] = await statements.run(pool, [step]);
      return numbered ?? { tenants: [], isAwaited: false, isAwaitable: false };
    },
    async announce(announcer, tenantId) {
      const payload = JSON.stringify({ by: announcer, tenants: [tenantId] });
      await pool.query("select pg_notify('kyc_events', $1)", [payload]);
    },
    async read({ tenantId, after, limit, types }) {
      const text = `select ${eventColumns} from outbox o ${eventJoin}
        where o.tenant_id = $1 and o.number > $2 and ($3::text[] is null or o.type = any($3))
        order by o.number limit $4`;
      const values = [tenantId, after, types ?? null, limit];
      const stored = await tenants.run(tenantId, (on) => queryRows<StoredEvent>(on, text, values));
      return openEvents(vault, stored);
    },
    async readEnds() {
      const text = `select last_number::float8 as last, dropped_through::float8 as "droppedThrough" from event_numbering`;
      const [row] = await queryRows<{ last: number; droppedThrough: number }>(pool, text, []);
      return row ?? { last: 0, droppedThrough: 0 };
    },
  };
}
