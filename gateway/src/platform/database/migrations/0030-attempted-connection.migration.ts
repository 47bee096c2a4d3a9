import { Migration } from "@mikro-orm/migrations";

/**
 * Where a start whose outcome is unknown may be repeated: nowhere else. Null: a process that did not note it. Rows of
 * connections are never deleted, and a foreign key would cost every start a lock on one.
 */
export class Migration0030AttemptedConnection extends Migration {
  override up(): void {
    this.addSql("alter table sessions add column attempted_connection_id uuid");
  }
}
