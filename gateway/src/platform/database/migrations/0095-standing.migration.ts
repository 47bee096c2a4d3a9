import { Migration } from "@mikro-orm/migrations";

/** How long approvals count, and what was told about their end. */
export class Migration0095Standing extends Migration {
  override up(): void {
    this.addSql(`
      alter table flows add column valid_for text;
      alter table tenants add column notice_days integer not null default 30 check (notice_days between 0 and 365);
      alter table sessions
        -- Of an approval: the last day of the document that was verified. All else of the claims is sealed.
        add column document_expires_on date,
        -- The end that was told beforehand; it moves when the flow's time is changed.
        add column expiring_told_for timestamptz,
        -- The end that was told: from then on the approval is over, whatever the flow says later.
        add column expired_at timestamptz;
      create index sessions_approved_by_flow on sessions (tenant_id, flow, decided_at)
        where status = 'APPROVED' and expired_at is null and erasure = 'none';
      create index sessions_approved_by_document on sessions (document_expires_on)
        where status = 'APPROVED' and expired_at is null and erasure = 'none' and document_expires_on is not null;

      -- A document counts through its last day, in UTC. Null: no end.
      create function valid_until(decided_at timestamptz, valid_for text, document_expires_on date)
      returns timestamptz language sql stable parallel safe as $body$
        select least(
          ((decided_at at time zone 'UTC') + valid_for::interval) at time zone 'UTC',
          (document_expires_on + 1)::timestamp at time zone 'UTC')
      $body$;
    `);
  }
}
