/**
 * Inbox, outbox, attempts and timeline are partitioned by time; the running gateway makes and drops the partitions. What
 * lies in none goes to the default partition.
 */
export const partitionFunctions = `
  -- The first id of a moment: ids are UUIDs of version 7 and begin with their milliseconds.
  create function id_floor(moment timestamptz) returns uuid language sql stable strict as $body$
    select rpad(lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0'), 32, '0')::uuid
  $body$;

  create function begin_of(width text, moment timestamptz) returns timestamptz language sql stable strict as $body$
    select date_trunc(width, moment at time zone 'UTC') at time zone 'UTC'
  $body$;

  create function end_of(width text, moment timestamptz) returns timestamptz language sql stable strict as $body$
    select (date_trunc(width, moment at time zone 'UTC') + ('1 ' || width)::interval) at time zone 'UTC'
  $body$;

  -- How a bound of a partition by this column is written.
  create function write_bound(key text, moment timestamptz) returns text language sql stable strict as $body$
    select quote_literal(case key when 'id' then id_floor(moment)::text else moment::text end)
  $body$;

  create function read_bound(bound text) returns timestamptz language sql stable strict as $body$
    select case when bound ~ '^[0-9a-f]{8}-'
      then to_timestamp((('x' || left(replace(bound, '-', ''), 12))::bit(48)::bigint) / 1000.0)
      else bound::timestamptz end
  $body$;

  -- begins_at is null for what reaches back without an end, both are for the default partition.
  create function list_time_partitions(parent text)
  returns table (name text, begins_at timestamptz, ends_at timestamptz) language sql stable as $body$
    select c.relname::text, read_bound(substring(b.bound from 'FROM \\(''([^'']+)''\\)')),
      read_bound(substring(b.bound from 'TO \\(''([^'']+)''\\)'))
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    cross join lateral (select pg_get_expr(c.relpartbound, c.oid) as bound) b
    where i.inhparent = parent::regclass
  $body$;

  create function prepare_partition(parent text, name text) returns void language plpgsql as $body$
  begin
    -- Each row is changed some three times within seconds, and then never again.
    execute format('create table %I (like %I including defaults including constraints including storage)
      with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05)', name, parent);
    -- An equal body counts while the first one waits. Not on the whole table: the key has no time in it.
    if parent = 'deliveries' then
      execute format('create unique index %I on %I (connection_id, dedupe_key)
        where event_id is not null or state in (''waiting'', ''unmatched'')', name || '_dedupe', name);
    end if;
  end $body$;

  -- Makes the partition in which a moment lies, and moves there what the default partition has of it. False: it is
  -- there already, or more than max_moved rows would have to be moved while nobody can write.
  create function add_time_partition(parent text, width text, moment timestamptz, max_moved integer)
  returns boolean language plpgsql as $body$
  declare
    key text := substring(pg_get_partkeydef(parent::regclass) from '\\((\\w+)\\)');
    begins timestamptz := begin_of(width, moment);
    ends timestamptz := end_of(width, moment);
    name text := parent || '_' || to_char(begins at time zone 'UTC', 'YYYYMMDD');
    rows_to_move integer;
  begin
    -- One at a time; reading and writing goes on.
    execute format('lock table only %I in share update exclusive mode', parent);
    if exists (select from list_time_partitions(parent) p
      where p.ends_at > begins and (p.begins_at is null or p.begins_at < ends)) then return false; end if;
    execute format('lock table %I in access exclusive mode', parent || '_default');
    execute format('select count(*) from (select from %I where %I >= %s and %I < %s limit %s) r', parent || '_default',
      key, write_bound(key, begins), key, write_bound(key, ends), max_moved + 1) into rows_to_move;
    if rows_to_move > max_moved then return false; end if;
    perform prepare_partition(parent, name);
    execute format('with moved as (delete from %I where %I >= %s and %I < %s returning *) insert into %I select * from moved',
      parent || '_default', key, write_bound(key, begins), key, write_bound(key, ends), name);
    execute format('alter table %I attach partition %I for values from (%s) to (%s)',
      parent, name, write_bound(key, begins), write_bound(key, ends));
    return true;
  end $body$;
`;

/** SQL that gives a new partitioned table its default partition. */
export function attachDefaultPartition(table: string): string {
  return `
  select prepare_partition('${table}', '${table}_default');
  alter table ${table} attach partition ${table}_default default;`;
}
