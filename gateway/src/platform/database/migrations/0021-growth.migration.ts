import { Migration } from "@mikro-orm/migrations";

/** Indexes for tables of millions of rows: what is asked for often, and what retention looks for. */
export class Migration0021Growth extends Migration {
  override up(): void {
    this.addSql(`
      -- Also of applied ones: an erasure has to find them all.
      drop index deliveries_of_session;
      create index deliveries_of_session on deliveries (session_id) where session_id is not null;
      -- What operators look at, newest first.
      create index deliveries_open_newest on deliveries (state, id desc) where state <> 'applied';
      create index idempotency_keys_age on idempotency_keys using brin (created_at);
      create index event_attempts_age on event_attempts using brin (started_at);
    `);
  }
}
