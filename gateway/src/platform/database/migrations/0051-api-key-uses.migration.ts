import { Migration } from "@mikro-orm/migrations";

/** When each API key was last used, to the hour. Apart from the keys: a use is no change of the configuration. */
export class Migration0051ApiKeyUses extends Migration {
  override up(): void {
    this.addSql(`
      create table api_key_uses (
        key_id uuid primary key references api_keys (id) on delete cascade,
        last_used_at timestamptz not null
      );
    `);
  }
}
