#!/usr/bin/env bash
# Starts compose.yaml with a real engine until a person is verified and Prometheus sees every process. Needs root, debootstrap, Docker and docker-compose.
# Pulls nothing: in place of the published images of PostgreSQL and Prometheus stand ones of Debian's packages, under their names. Grafana is no package of Debian:
# it is not started. What its dashboards ask is put to the Prometheus of the composition instead; their provisioning is checked by its schema in the tests.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d /tmp/kyc-compose-XXXXXX)
chmod 755 "$work"
started=()
cd "$root"
. deploy/docker/engine.sh
# Without the ports that it opens on this machine: something else may listen there.
compose() { docker-compose --project-name kyc-check --project-directory deploy/compose -f "$work/compose.yaml" "$@"; }
sed '/^ *ports:/d' deploy/compose/compose.yaml >"$work/compose.yaml"
address_of() { docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$(compose ps -q "$1")"; }

clean_up() {
  compose down --volumes --timeout 5 >/dev/null 2>&1 || true
  for each in "${started[@]}"; do kill -TERM "$each" 2>/dev/null || true; done
  wait 2>/dev/null || true
  umount "$work"/exec/netns/* 2>/dev/null || true
  rm -rf --one-file-system "$work"
}
trap clean_up EXIT

image_of() { awk -v name="image: $1:" 'index($0, name) {print $2; exit}' deploy/compose/compose.yaml; }

make_stand_ins() {
  say "Making PostgreSQL and Prometheus of Debian packages"
  mkdir "$work/stand-in"
  cat >"$work/stand-in/entrypoint.sh" <<'SCRIPT'
#!/bin/sh
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
data=/var/lib/postgresql/data
if [ ! -e "$data/PG_VERSION" ]; then
  install -d -o postgres -g postgres "$data"
  setpriv --reuid postgres --regid postgres --clear-groups "$bin/initdb" -D "$data" -U "$POSTGRES_USER" --auth "$POSTGRES_HOST_AUTH_METHOD"
  echo "host all all all $POSTGRES_HOST_AUTH_METHOD" >>"$data/pg_hba.conf"
  setpriv --reuid postgres --regid postgres --clear-groups "$bin/pg_ctl" -D "$data" -w -o "-c listen_addresses=" start
  setpriv --reuid postgres --regid postgres --clear-groups "$bin/createdb" -U "$POSTGRES_USER" "$POSTGRES_USER"
  setpriv --reuid postgres --regid postgres --clear-groups "$bin/pg_ctl" -D "$data" -w stop
fi
exec setpriv --reuid postgres --regid postgres --clear-groups "$bin/postgres" -D "$data" -c listen_addresses='*'
SCRIPT
  printf '%s\n' 'FROM kyc-check/debian' 'COPY entrypoint.sh /entrypoint.sh' 'ENTRYPOINT ["sh", "/entrypoint.sh"]' >"$work/stand-in/Dockerfile"
  DOCKER_BUILDKIT=0 docker build -q -t "$(image_of postgres)" "$work/stand-in" >/dev/null 2>&1
  printf '%s\n' 'FROM kyc-check/debian' 'RUN mkdir /prometheus' 'ENTRYPOINT ["prometheus"]' >"$work/stand-in/Dockerfile"
  DOCKER_BUILDKIT=0 docker build -q -t "$(image_of prom/prometheus)" "$work/stand-in" >/dev/null 2>&1
}

build_images() {
  local each
  for each in kyc-gateway:docker/Dockerfile kyc-simulators:compose/simulators.Dockerfile; do
    say "Building ${each%%:*}"
    DOCKER_BUILDKIT=0 docker build -q --network host -f "deploy/${each#*:}" -t "${each%%:*}" --build-arg NODE_IMAGE=kyc-check/node \
      --build-arg RUNTIME_IMAGE=kyc-check/runtime . >"$work/build.log" 2>&1 || fail "the build failed: $(tail -5 "$work/build.log")"
  done
}

# How many targets of Prometheus are up, and how many alerts fire.
ask_prometheus() {
  node -e 'const [url, query] = process.argv.slice(1);
    fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`).then(async (answer) => console.log((await answer.json()).data.result[0]?.value[1] ?? "0"), () => console.log("0"));' \
    "http://$(address_of prometheus):9090" "$1"
}

check_person() {
  local log=""
  for _ in $(seq 240); do
    log=$(compose logs --no-color visitor 2>/dev/null || true)
    case $log in *"is APPROVED"*) pass "a person is verified: $(printf '%s' "$log" | grep -o 'Session [^ ]* is APPROVED')"; return ;; esac
    sleep 1
  done
  compose ps
  compose logs --no-color --tail 15 >&2
  fail "nobody was verified"
}

check_prometheus() {
  local up=0 sessions=0
  for _ in $(seq 60); do
    up=$(ask_prometheus 'sum(up{job="kyc-gateway"})')
    sessions=$(ask_prometheus 'sum(kyc_session_transitions_total{to="APPROVED"})')
    [ "$up" = 2 ] && [ "${sessions%.*}" -ge 1 ] && break
    sleep 1
  done
  [ "$up" = 2 ] || fail "Prometheus sees $up of 2 processes"
  pass "Prometheus sees both processes, and $sessions approved sessions"
  [ "$(ask_prometheus 'count(ALERTS{alertstate="firing",severity="page"})')" = 0 ] || fail "an alert pages somebody"
  pass "no alert pages anybody"
}

# Every expression has to be understood, and half of them to give something: what went wrong nowhere has no series to show.
check_dashboards() {
  node --input-type=module -e '
    import { readFileSync } from "node:fs";
    const [url, ...files] = process.argv.slice(1);
    const listExpressions = (value) =>
      value === null || typeof value !== "object" ? []
        : [...(typeof value.expr === "string" ? [value.expr] : []), ...Object.values(value).flatMap(listExpressions)];
    const expressions = new Set(files.flatMap((file) => listExpressions(JSON.parse(readFileSync(file, "utf8")))));
    let live = 0;
    for (const expression of expressions) {
      const query = expression.replaceAll("$__rate_interval", "1m");
      const answer = await (await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`)).json();
      if (answer.status !== "success") throw new Error(`${query}: ${answer.error}`);
      if (answer.data.result.length > 0) live += 1;
    }
    console.log(`${expressions.size} expressions, ${live} of them with data`);
    process.exitCode = live * 2 > expressions.size ? 0 : 1;' "http://$(address_of prometheus):9090" deploy/grafana/dashboards/*.json >"$work/dashboards" 2>&1 ||
    fail "the dashboards do not live: $(grep -E '^Error:|expressions' "$work/dashboards")"
  pass "the dashboards live: $(cat "$work/dashboards")"
}

# The console, and the page of a link.
check_pages() {
  local page
  for page in /console:200 /l/nobody:404 /docs:200; do
    [ "$(node -e 'fetch(process.argv[1]).then(({ status }) => console.log(status))' "http://$(address_of api):4030${page%:*}")" = "${page#*:}" ] || fail "${page%:*} does not answer ${page#*:}"
  done
  pass "the console, the page of a link and the description of the API are there"
}

[ "$(id -u)" = 0 ] || fail "This needs root: it makes file systems and starts a container engine."
bases_include=,postgresql,prometheus
engine_network=yes
find_engine || fail "There is no container engine: install docker.io and docker-compose."
make_bases
make_stand_ins
build_images
say "Starting compose.yaml, without Grafana: its image cannot be pulled here"
compose up --detach --no-build postgres key migrate api worker identomat ondato visitor prometheus >"$work/up.log" 2>&1 || { compose logs --no-color --tail 15 >&2; fail "$(tail -5 "$work/up.log")"; }
check_person
check_prometheus
check_dashboards
check_pages
began=$(date +%s)
compose stop --timeout 35 api worker >/dev/null 2>&1
for each in api worker; do
  [ "$(docker inspect -f '{{.State.ExitCode}}' "$(compose ps -q "$each")")" = 0 ] || fail "$each did not end in good order"
done
pass "api and worker end in good order, after $(($(date +%s) - began)) s"
