import { Migration } from "@mikro-orm/migrations";

/** What the schedule of reads needs: fair shares for connections, back-off, staleness, and each connection's usual pace. */
export class Migration0020ReadSchedule extends Migration {
  override up(): void {
    this.addSql(`
      alter table sessions
        add column failed_reads integer not null default 0,
        add column last_read_at timestamptz;
      drop index sessions_next_read;
      create index sessions_next_read on sessions (connection_id, next_read_at) where next_read_at is not null;
      create index sessions_stalest on sessions (connection_id, coalesce(last_read_at, created_at))
        where status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW');

      -- The pace of each connection's deliveries, kept by the sweep: the inbox itself is asked for what is new alone.
      create table connection_activity (
        connection_id uuid primary key references connections (id),
        last_delivery_at timestamptz not null,
        usual_gap_seconds double precision,
        delivery_count bigint not null
      );
      create table activity_watermark (delivery_id uuid not null);
      insert into activity_watermark (delivery_id)
        select coalesce((select id from deliveries order by id desc limit 1), '00000000-0000-0000-0000-000000000000');
    `);
  }
}
