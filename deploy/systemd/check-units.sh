#!/usr/bin/env bash
# Starts the units under a real systemd, in a container of systemd-nspawn that is made of Debian packages. Needs root, debootstrap, systemd-container and PostgreSQL's server programs.
# KYC_CHECK_BASE names a folder that `debootstrap --include=systemd,systemd-sysv,dbus,libstdc++6` has filled; without it one is made.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d /tmp/kyc-units-XXXXXX)
chmod 755 "$work"
port=54988
init=
cd "$root"
. deploy/docker/engine.sh

clean_up() {
  [ -n "$init" ] && kill -KILL "$init" 2>/dev/null || true
  [ -n "${machine:-}" ] && kill -KILL "$machine" 2>/dev/null || true
  [ -d "$work/cluster" ] && as_postgres "$pg/pg_ctl" -D "$work/cluster" -m immediate stop >/dev/null 2>&1 || true
  rm -rf --one-file-system "$work"
}
trap clean_up EXIT

make_machine() {
  base=$work/machine
  if [ -n "${KYC_CHECK_BASE:-}" ]; then
    cp -a "$KYC_CHECK_BASE" "$base"
  else
    say "Making a machine of Debian packages"
    debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,libstdc++6 bookworm "$base" >"$work/debootstrap.log"
  fi
  cp "$(node -p process.execPath)" "$base/usr/bin/node"
  say "Installing the bundle and the units as they say"
  node_modules/.bin/tsc -b gateway adapters/identomat adapters/ondato
  node deploy/bundle.mjs "$base/opt/kyc-gateway"
  cp deploy/systemd/kyc-gateway-*.service "$base/etc/systemd/system/"
  install -d -m 700 "$base/etc/kyc-gateway"
  (umask 077 && printf '%s\n' "DATABASE_URL=postgresql://kyc@127.0.0.1:$port/kyc" "KYC_PUBLIC_URL=https://kyc.example" >"$base/etc/kyc-gateway/environment" \
    && head -c 32 /dev/zero | base64 >"$base/etc/kyc-gateway/master-key")
}

boot() {
  say "Booting systemd"
  systemd-nspawn --quiet --register=no --keep-unit --directory="$base" --boot --console=pipe </dev/null >"$work/boot.log" 2>&1 &
  machine=$!
  for _ in $(seq 150); do
    init=$(pgrep --parent "$machine" | head -1 || true)
    [ -n "$init" ] && inside systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded' && return
    sleep 0.2
  done
  fail "systemd did not boot: $(tail -5 "$work/boot.log")"
}

inside() { nsenter --target "$init" --all -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
show() { inside systemctl show --value --property "$2" "kyc-gateway-$1"; }
status_of() { tr '\t' ' ' <"/proc/$(host_pid "$1")/status" | awk -v name="$2:" '$1 == name {print $2}'; }
# The number that this machine gives to a unit's process.
host_pid() {
  local pid
  for pid in $(pgrep --full 'main.js start'); do
    grep -q "kyc-gateway-$1.service" "/proc/$pid/cgroup" 2>/dev/null && { echo "$pid"; return; }
  done
}

fail_with_log() {
  inside journalctl --no-pager --lines 20 --unit "kyc-gateway-$1" >&2 || true
  fail "$2"
}

wait_ready() {
  for _ in $(seq 150); do
    node -e 'fetch(process.argv[1]).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))' "http://127.0.0.1:$2/readyz" && return
    sleep 0.2
  done
  fail_with_log "$1" "$1 is not ready"
}

check_confined() {
  [ "$(status_of "$1" NoNewPrivs)" = 1 ] && [ "$(status_of "$1" Seccomp)" = 2 ] && [ "$(status_of "$1" CapEff)" = 0000000000000000 ] && [ "$(status_of "$1" CapBnd)" = 0000000000000000 ] ||
    fail "$1 is not confined: $(grep -E 'NoNewPrivs|Seccomp|Cap' "/proc/$(host_pid "$1")/status")"
  [ "$(status_of "$1" Uid)" -ge 61184 ] || fail "$1 runs as user $(status_of "$1" Uid)"
  pass "$1: ready as user $(status_of "$1" Uid), under a filter of system calls, without privileges"
}

# What the confinement is for, tried from within: the unit's own sandbox runs something else.
check_sandbox() {
  cat >"$base/opt/kyc-gateway/look-around.mjs" <<'SCRIPT'
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
const tries = {
  "write beside the program": () => writeFileSync("/opt/kyc-gateway/written", ""),
  "write to /var": () => writeFileSync("/var/lib/written", ""),
  "read root's home": () => readdirSync("/root"),
  "read the key's file": () => readFileSync("/etc/kyc-gateway/master-key"),
  "see others' processes": () => {
    if (!readdirSync("/proc").includes("1")) throw new Error("hidden");
  },
};
for (const [name, attempt] of Object.entries(tries))
  try {
    attempt();
    console.log(`could ${name}`);
    process.exitCode = 1;
  } catch {}
SCRIPT
  sed -e 's/^ExecStart=.*/ExecStart=\/usr\/bin\/node look-around.mjs/' -e 's/^Type=exec/Type=oneshot/' -e '/^Restart/d' \
    deploy/systemd/kyc-gateway-api.service >"$base/etc/systemd/system/kyc-check.service"
  inside systemctl daemon-reload
  inside systemctl start kyc-check 2>/dev/null || fail "the sandbox lets pass: $(inside journalctl --no-pager --output cat --unit kyc-check | grep could)"
  pass "inside the sandbox nothing is written, and neither others' processes, root's home nor the key's file are seen"
}

start_database() {
  pg=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
  install -d -o nobody -g nogroup "$work/cluster"
  as_postgres "$pg/initdb" -D "$work/cluster" -U kyc --auth trust >/dev/null
  as_postgres "$pg/pg_ctl" -D "$work/cluster" -l "$work/cluster/log" -w \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off" start >/dev/null
  "$pg/psql" -q -h 127.0.0.1 -p $port -U kyc -c 'create database kyc' postgres
}
as_postgres() { setpriv --reuid nobody --regid nogroup --clear-groups "$@"; }

[ "$(id -u)" = 0 ] || fail "This needs root: it boots a container."
start_database
make_machine
boot
inside systemctl start kyc-gateway-api kyc-gateway-worker || fail_with_log api "the units do not start"
[ "$(show migrate Result)" = success ] && [ "$(show migrate ActiveState)" = active ] || fail_with_log migrate "the schema was not migrated"
pass "migrate: ran first, because the others require it"
wait_ready api 4030
wait_ready worker 4031
check_confined api
check_confined worker
check_sandbox
first=$(show api MainPID)
inside systemctl kill --signal SIGKILL kyc-gateway-api
for _ in $(seq 50); do [ "$(show api MainPID)" != "$first" ] && [ "$(show api MainPID)" != 0 ] && break; sleep 0.2; done
wait_ready api 4030
[ "$(show api NRestarts)" = 1 ] || fail "the API was restarted $(show api NRestarts) times"
pass "api: comes back after it was killed"
first=$(show worker MainPID)
inside systemctl restart kyc-gateway-migrate
wait_ready api 4030
wait_ready worker 4031
[ "$(show worker MainPID)" != "$first" ] || fail "migrate was restarted, and the worker was not"
pass "migrate: restarted for a new version, restarts the others after it"
began=$(date +%s)
inside systemctl stop kyc-gateway-api kyc-gateway-worker
for each in api worker; do
  [ "$(show $each Result) $(show $each ExecMainStatus)" = "success 0" ] || fail_with_log $each "$each did not end in good order"
done
pass "api and worker: end in good order, after $(($(date +%s) - began)) s"
