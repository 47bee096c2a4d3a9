import { Migration } from "@mikro-orm/migrations";

/** Schemes of a tenant's own apps that applicants may be sent back to. */
export class Migration0090ReturnUrls extends Migration {
  override up(): void {
    this.addSql("alter table tenants add column app_schemes jsonb not null default '[]'");
  }
}
