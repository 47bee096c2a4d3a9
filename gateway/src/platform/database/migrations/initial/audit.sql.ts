/** Each entry of the audit log holds the hash of the one before it, so that none can be changed or taken out unseen. */
export const auditTables = `
  create table audit_log (
    id uuid primary key,
    at timestamptz not null,
    tenant_id uuid,
    operator text not null,
    action text not null,
    subject text not null,
    detail jsonb not null,
    -- Typed by people about people: sealed, so that it can become unreadable without breaking the chain.
    sealed_reason bytea,
    request_id text,
    -- What comes past the trigger shows: 0 is nobody's place.
    seq bigint not null default 0,
    previous_hash bytea not null default '',
    hash bytea not null default ''
  );
  create index audit_log_newest on audit_log (at desc, id desc);
  create index audit_log_subject on audit_log (subject, at desc, id desc);
  create index audit_log_operator on audit_log (operator, id desc);
  create index audit_log_action on audit_log (action, id desc);
  create unique index audit_log_seq on audit_log (seq);
  create index audit_log_tenant on audit_log (tenant_id, seq desc) where tenant_id is not null;

  -- Its one row is the lock of the chain, and its end.
  create table audit_head (
    is_only boolean primary key default true check (is_only),
    seq bigint not null default 0,
    hash bytea not null default decode(repeat('00', 32), 'hex')
  );
  insert into audit_head default values;

  create function refuse_change() returns trigger language plpgsql as $body$
  begin
    raise exception 'the audit log can only grow';
  end $body$;
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

  create trigger audit_log_only_grows before update or delete or truncate on audit_log
    for each statement execute function refuse_change();
  create trigger audit_log_chain before insert on audit_log
    for each row execute function chain_audit_entry();
`;
