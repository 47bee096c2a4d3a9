import { Migration } from "@mikro-orm/migrations";

/** What operators want of a connection while it runs, apart from how it is configured: its settings stay as they are. */
export class Migration0003ConnectionOrders extends Migration {
  override up(): void {
    this.addSql(`
      create table connection_orders (
        connection_id uuid primary key references connections (id) on delete cascade,
        held_reason text check (held_reason <> ''),
        held_at timestamptz,
        calls_per_second double precision check (calls_per_second > 0),
        concurrency integer check (concurrency > 0)
      );
      create trigger announce_configuration after insert or update or delete on connection_orders
        for each statement execute function announce_configuration();
    `);
  }
}
