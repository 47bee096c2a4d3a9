#!/usr/bin/env bash
# back-up.sh FOLDER [KEYS_FOLDER]: dumps the database of DATABASE_DIRECT_URL (or DATABASE_URL) while everything runs.
# People's keys go to KEYS_FOLDER, because they are to be kept for days only (README.md says why). Default: FOLDER.
# The master key is in neither: keep it apart from both.
set -euo pipefail
umask 077

folder=${1:?Say where the backup is to go: back-up.sh FOLDER [KEYS_FOLDER]}
keys_folder=${2:-$folder}
url=${DATABASE_DIRECT_URL:-${DATABASE_URL:?Set DATABASE_URL to the database that is to be backed up.}}
if [[ -n ${DATABASE_PASSWORD_FILE:-} ]]; then PGPASSWORD=$(<"$DATABASE_PASSWORD_FILE"); export PGPASSWORD; fi
name=kyc-$(date -u +%Y%m%dT%H%M%SZ)
draft=$folder/.$name keys_draft=$keys_folder/.$name-keys

mkdir -p "$draft" "$keys_draft"
trap 'rm -rf "$draft" "$keys_draft"' EXIT

# First, so that what is dumped goes at least as far.
kyc-gateway audit head > "$draft/audit-head"
kyc-gateway export > "$draft/gateway.yaml"
kyc-gateway --version > "$draft/version"
pg_dump --format=custom --exclude-schema=kyc_keys --file="$draft/kyc.dump" "$url"
# Last, so that every session of the first dump has its key.
pg_dump --format=custom --schema=kyc_keys --file="$keys_draft/kyc-keys.dump" "$url"

for dump in "$draft/kyc.dump" "$keys_draft/kyc-keys.dump"; do pg_restore --list "$dump" > /dev/null; done
(cd "$draft" && sha256sum audit-head gateway.yaml version kyc.dump > SHA256SUMS)
(cd "$keys_draft" && sha256sum kyc-keys.dump > SHA256SUMS)

# A folder without a dot before its name is whole.
mv "$keys_draft" "$keys_folder/$name-keys"
mv "$draft" "$folder/$name"
echo "Backed up to $folder/$name; people's keys to $keys_folder/$name-keys."
echo "Keep the master key (KYC_MASTER_KEY_FILE) apart from both: without it nothing opens."
