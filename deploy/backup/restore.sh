#!/usr/bin/env bash
# restore.sh BACKUP [KEYS]: restores what back-up.sh wrote into the empty database of DATABASE_DIRECT_URL (or DATABASE_URL).
# Give KYC_MASTER_KEY_FILE (or KYC_MASTER_KEY) of that time. KEYS is the folder of people's keys (default: BACKUP-keys), of
# the same day or later; `none` restores without them: statuses, timelines and the audit log can then be read with SQL, and
# nothing personal.
set -euo pipefail

backup=${1:?Say what is to be restored: restore.sh BACKUP [KEYS]}
keys=${2:-$backup-keys}
url=${DATABASE_DIRECT_URL:-${DATABASE_URL:?Set DATABASE_URL to an empty database.}}
if [[ -n ${DATABASE_PASSWORD_FILE:-} ]]; then PGPASSWORD=$(<"$DATABASE_PASSWORD_FILE"); export PGPASSWORD; fi

refuse() { echo "$1" >&2; exit 1; }

[[ -f $backup/kyc.dump ]] || refuse "There is no backup at $backup: kyc.dump is missing. Give a folder that back-up.sh wrote."
[[ $keys == none || -f $keys/kyc-keys.dump ]] ||
  refuse "People's keys are not at $keys: kyc-keys.dump is missing. Give their folder, or none to restore without them."
for part in "$backup" "$keys"; do
  [[ $part == none ]] || (cd "$part" && sha256sum --check --quiet SHA256SUMS >&2) ||
    refuse "$part is damaged: a file is not as it was written. Restore another backup. Nothing has been changed."
done
tables=$(psql "$url" --no-psqlrc --tuples-only --no-align --command \
  "select count(*) from pg_tables where schemaname in ('public', 'kyc_keys', 'graphile_worker')")
[[ $tables == 0 ]] || refuse "The database is not empty ($tables tables): make a new one with createdb, and set DATABASE_URL to it."

psql "$url" --no-psqlrc --quiet --command "do \$\$ begin
  if not exists (select from pg_roles where rolname = 'kyc_tenant') then create role kyc_tenant nologin; end if; end \$\$"
pg_restore --exit-on-error --no-owner --dbname="$url" "$backup/kyc.dump"
if [[ $keys != none ]]; then pg_restore --exit-on-error --no-owner --dbname="$url" "$keys/kyc-keys.dump"; fi

if [[ $keys == none ]]; then
  echo "Restored without people's keys: read it with SQL. A gateway refuses to start on it."
  exit 0
fi
kyc-gateway migrate
# A wrong master key ends here.
kyc-gateway encryption-key status
kyc-gateway audit verify --anchor "$(head -n 1 "$backup/audit-head")"
echo "Restored. Repeat the erasures that were made since $(basename "$backup"), then start the replicas."
