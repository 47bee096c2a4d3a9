import { Migration } from "@mikro-orm/migrations";

/** Each entry of the audit log holds the hash of the one before it, so that none can be changed or taken out unseen. */
export class Migration0055AuditChain extends Migration {
  override up(): void {
    this.addSql(`
      alter table audit_log
        add column tenant_id uuid,
        -- Typed by people about people: sealed, so that it can become unreadable without breaking the chain.
        add column sealed_reason bytea,
        add column seq bigint,
        add column previous_hash bytea,
        add column hash bytea;

      -- Its one row is the lock of the chain, and its end.
      create table audit_head (
        is_only boolean primary key default true check (is_only),
        seq bigint not null default 0,
        hash bytea not null default decode(repeat('00', 32), 'hex')
      );
      insert into audit_head default values;

      -- Every value with its length before it (-1: null), so that no two entries are written alike.
      create function encode_audit_value(value bytea) returns bytea language sql immutable as $body$
        select case when value is null then int4send(-1) else int4send(octet_length(value)) || value end
      $body$;
      -- audit-hash.ts is the same in TypeScript.
      create function hash_audit_entry(entry audit_log) returns bytea language sql stable as $body$
        select sha256(
          encode_audit_value(convert_to('kyc-audit-1', 'UTF8'))
          || encode_audit_value(entry.previous_hash)
          || encode_audit_value(int8send(entry.seq))
          || encode_audit_value(uuid_send(entry.id))
          || encode_audit_value(int8send((extract(epoch from entry.at) * 1000000)::bigint))
          || encode_audit_value(convert_to(entry.operator, 'UTF8'))
          || encode_audit_value(convert_to(entry.action, 'UTF8'))
          || encode_audit_value(convert_to(entry.subject, 'UTF8'))
          || encode_audit_value(convert_to(entry.detail::text, 'UTF8'))
          || encode_audit_value(convert_to(entry.request_id, 'UTF8'))
          || encode_audit_value(uuid_send(entry.tenant_id))
          || encode_audit_value(entry.sealed_reason))
      $body$;
      -- With its owner's rights: whoever may write entries need not be able to touch the head.
      create function chain_audit_entry() returns trigger language plpgsql
        security definer set search_path from current as $body$
      begin
        select seq + 1, hash into new.seq, new.previous_hash from audit_head for update;
        new.hash := hash_audit_entry(new);
        update audit_head set seq = new.seq, hash = new.hash;
        return new;
      end $body$;

      alter table audit_log disable trigger audit_log_only_grows;
    `);
    this.addSql(`
      do $body$
      declare
        entry audit_log;
        head audit_head;
      begin
        select * into head from audit_head;
        for entry in select * from audit_log order by id loop
          head.seq := head.seq + 1;
          entry.seq := head.seq;
          entry.previous_hash := head.hash;
          head.hash := hash_audit_entry(entry);
          update audit_log set seq = head.seq, previous_hash = entry.previous_hash, hash = head.hash
            where id = entry.id;
        end loop;
        update audit_head set seq = head.seq, hash = head.hash;
      end $body$;
    `);
    this.addSql(`
      alter table audit_log enable trigger audit_log_only_grows;
      -- What comes past the trigger shows: 0 is nobody's place.
      alter table audit_log
        alter column seq set not null, alter column seq set default 0,
        alter column previous_hash set not null, alter column previous_hash set default '',
        alter column hash set not null, alter column hash set default '';
      create unique index audit_log_seq on audit_log (seq);
      create index audit_log_tenant on audit_log (tenant_id, seq desc) where tenant_id is not null;
      create trigger audit_log_chain before insert on audit_log
        for each row execute function chain_audit_entry();
    `);
    // Whether reads of claims need a reason, and how long a tenant's data are kept.
    this.addSql(`alter table tenants add column privacy jsonb not null default '{}';`);
  }
}
