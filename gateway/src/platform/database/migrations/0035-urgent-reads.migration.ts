import { Migration } from "@mikro-orm/migrations";

/** Reads that somebody waits for come before further looks at settled sessions, however many of those are due. */
export class Migration0035UrgentReads extends Migration {
  override up(): void {
    this.addSql(`
      create index sessions_next_urgent_read on sessions (connection_id, next_read_at)
        where next_read_at is not null
          and (status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW') or failed_reads > 0);
    `);
  }
}
