import { Migration } from "@mikro-orm/migrations";

/** Who a status comes from, what an approval has to cover, and what the provider said last. */
export class Migration0070Decisions extends Migration {
  override up(): void {
    this.addSql(`
      alter table sessions
        add column origin text not null default 'provider' check (origin in ('provider', 'operator', 'gateway')),
        add column required_checks text[] not null default '{}',
        add column reported text,
        add column reopened_at timestamptz;
      alter table timeline
        add column origin text not null default 'provider' check (origin in ('provider', 'operator', 'gateway'));
      alter table session_reports add column sealed_later_raw bytea;
      alter table operators add column scopes text[] not null default '{}';
    `);
  }
}
