#!/usr/bin/env bash
# Builds the image and checks it where it is hard: any user without a name, a read-only root file system, no capabilities, no shell.
# Needs root, debootstrap and, for the image itself, Docker. Pulls nothing: the base is made here, of Debian packages.
# KYC_CHECK_DATABASE_URL names an empty database; without it, PostgreSQL's server programs have to be there, and one is started.
# Without an engine it says so, and makes the same checks on what the image would hold, under another user.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d /tmp/kyc-image-XXXXXX)
chmod 755 "$work"
user=12345
port=4987
most_bytes=60000000
added=@kyc-gateway/adapter-template
started=()
cd "$root"
. deploy/docker/engine.sh

clean_up() {
  for each in "${started[@]}"; do kill -TERM "$each" 2>/dev/null || true; done
  # What made the namespace ignores SIGTERM; its first process takes all others with it.
  [ -z "${sealed:-}" ] || kill -KILL $(cat "/proc/$sealed/task/$sealed/children") 2>/dev/null || true
  [ -d "$work/cluster" ] && as_postgres "$pg/pg_ctl" -D "$work/cluster" -m immediate stop >/dev/null 2>&1 || true
  wait 2>/dev/null || true
  umount "$work"/exec/netns/* 2>/dev/null || true
  rm -rf --one-file-system "$work"
}
trap clean_up EXIT

as_postgres() { setpriv --reuid nobody --regid nogroup --clear-groups "$@"; }
database_url=${KYC_CHECK_DATABASE_URL:-postgresql://kyc@127.0.0.1:54987/kyc}

start_database() {
  pg=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
  install -d -o nobody -g nogroup "$work/cluster" "$work/socket"
  as_postgres "$pg/initdb" -D "$work/cluster" -U kyc --auth trust >/dev/null
  as_postgres "$pg/pg_ctl" -D "$work/cluster" -l "$work/cluster/log" -w \
    -o "-p 54987 -c listen_addresses=127.0.0.1 -c unix_socket_directories=$work/socket -c fsync=off" start >/dev/null
  "$pg/psql" -q -h 127.0.0.1 -p 54987 -U kyc -c 'create database kyc' postgres
}

print_pod() { node --conditions=@kyc-gateway/source test/architecture/kubernetes/print-pod.ts "$@"; }

# NAME=value lines: what the chart's pod gets, what comes of its secret, and what only this machine needs.
settings() {
  print_pod variables
  printf '%s\n' "DATABASE_URL=$database_url" "KYC_OPERATIONS_PORT=$port" "PORT=$((port + 1))" "HOST=127.0.0.1" "KYC_SHUTDOWN_GRACE_MS=500"
}

# As a cluster mounts it: nobody's but the group's.
make_secret() {
  mkdir "$work/secret"
  head -c 32 /dev/zero | base64 >"$work/secret/master-key"
  chown -R 0:65532 "$work/secret"
  chmod 440 "$work/secret/master-key"
}

build_image() {
  say "Building the image"
  DOCKER_BUILDKIT=0 docker build -q --network host -f deploy/docker/Dockerfile -t kyc-check/gateway \
    --build-arg NODE_IMAGE=kyc-check/node --build-arg RUNTIME_IMAGE=kyc-check/runtime . >"$work/build.log" 2>&1 || fail "the build failed: $(tail -5 "$work/build.log")"
}

# Under what the chart's pod asks for; a later option replaces the pod's.
run_image() {
  local image=$1 pod
  shift
  mapfile -t pod < <(print_pod options "$work/secret")
  docker run --network host "${pod[@]}" --env-file <(settings) "${options[@]}" "$image" "$@"
}

check_image() {
  local image=$1 name=$2 as=$3 health=starting began
  options=(--rm --user "$as") && run_image "$image" migrate >/dev/null && pass "$name: migrates"
  options=(--detach --name "kyc-check-$name" --user "$as") && run_image "$image" start >/dev/null
  for _ in $(seq 100); do
    health=$(docker inspect -f '{{.State.Health.Status}}' "kyc-check-$name")
    [ "$health" = healthy ] && break
    sleep 0.5
  done
  [ "$health" = healthy ] || { docker logs "kyc-check-$name" | tail -5; fail "$name: the health check says $health"; }
  pass "$name: healthy as user $as, under the security context, the variables and the command of the chart's pod: with a read-only root file system and without capabilities"
  check_ready "$name"
  check_pages "$name"
  # The place of the mounted secret is the engine's.
  docker diff "kyc-check-$name" | grep -vE ' /run(/secrets(/kyc-gateway)?)?$' >"$work/written" && fail "$name: wrote to its file system: $(cat "$work/written")"
  pass "$name: wrote nothing"
  began=$(date +%s)
  docker stop -t 60 "kyc-check-$name" >/dev/null
  [ "$(docker inspect -f '{{.State.ExitCode}}' "kyc-check-$name")" = 0 ] || fail "$name: SIGTERM did not end it in good order"
  pass "$name: process 1 ends on SIGTERM with 0, after $(($(date +%s) - began)) s"
  docker rm "kyc-check-$name" >/dev/null
}

# Prints what a path answers.
ask() {
  node -e 'fetch(process.argv[1]).then(async (answer) => { console.log(await answer.text()); process.exitCode = answer.ok ? 0 : 1; }, () => process.exit(1))' \
    "http://127.0.0.1:$port$1"
}

check_ready() {
  for _ in $(seq 50); do
    # The last answer stands in a file.
    ask /readyz >"$work/readyz" && break
    sleep 0.2
  done
  if ask /readyz >/dev/null; then
    pass "$1: ready"
    return
  fi
  fail "$1: not ready: $(cat "$work/readyz")"
}

# What people open: the console with all that it loads, and the page of a link, which loads nothing. Both are at the port of the API.
check_pages() {
  node --input-type=module -e '
    const [origin] = process.argv.slice(1);
    const expect = (isRight, what) => { if (!isRight) throw new Error(what); };
    const read = async (path, status = 200) => {
      const answer = await fetch(origin + path);
      expect(answer.status === status, `${path} answers ${answer.status}`);
      return answer.text();
    };
    const index = await read("/console");
    const loaded = [...index.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map(([, path]) => path);
    expect(loaded.some((path) => path.endsWith(".js")) && loaded.some((path) => path.endsWith(".css")), `/console loads only ${loaded}`);
    for (const path of loaded) expect((await read(path)).length > 0, `${path} is empty`);
    const page = await read("/l/nobody", 404);
    expect(page.includes("<main") && !/<script|(?:src|<link[^>]* href)="(?!data:)/.test(page), "/l/nobody is no page, or loads something");
    console.log(loaded.length);' "http://127.0.0.1:$((port + 1))" >"$work/pages" 2>&1 || fail "$1: $(grep -m 1 ^Error: "$work/pages")"
  pass "$1: the console comes with the $(cat "$work/pages") files that it loads, and a link opens a page"
}

check_layers() {
  local bytes
  bytes=$(docker history --human=false --no-trunc --format '{{.Size}} {{.CreatedBy}}' kyc-check/gateway | awk '/ in \/app/ && !/WORKDIR/ {print $1; exit}')
  say "image: $(docker image inspect -f '{{.Size}}' kyc-check/gateway) bytes, of these the application layer: $bytes"
  [ "$bytes" -le $most_bytes ] || fail "the application layer is larger than $most_bytes bytes"
  pass "the application layer has at most $most_bytes bytes"
  [ "$(docker image inspect -f '{{.Config.User}}' kyc-check/gateway)" = 65532:65532 ] || fail "the image runs as root"
  ! docker run --rm --network host --entrypoint /bin/sh kyc-check/gateway -c true 2>/dev/null || fail "the image holds a shell"
  pass "the image is not root's, and holds no shell"
}

# As README.md says: an adapter is a folder that is copied.
pack_adapter() {
  mkdir "$work/with-adapter"
  node_modules/.bin/tsc -b adapters/template
  pnpm --filter "./adapters/template" deploy --prod --legacy --no-optional "$work/with-adapter/adapter" >/dev/null
}

add_adapter() {
  pack_adapter
  printf '%s\n' 'FROM kyc-check/gateway' "COPY adapter /app/node_modules/$added" \
    "ENV KYC_ADAPTERS=@kyc-gateway/adapter-identomat,$added" >"$work/with-adapter/Dockerfile"
  DOCKER_BUILDKIT=0 docker build -q -t kyc-check/with-adapter "$work/with-adapter" >/dev/null 2>&1
}

check_without_engine() {
  say "No container engine answers: the same checks on what the image would hold, under another user."
  local image=$work/image pid bytes
  mkdir -p "$image" "$work/sealed"
  node_modules/.bin/tsc -b gateway adapters/identomat adapters/ondato
  node deploy/bundle.mjs "$image/app" "$user"
  cp deploy/docker/health-check.mjs "$image/app/"
  cp "$(node -p process.execPath)" "$image/node"
  bytes=$(du -sb --apparent-size "$image/app" | cut -f1)
  [ "$bytes" -le $most_bytes ] || fail "the application has $bytes bytes"
  pass "the application has $bytes bytes"
  pack_adapter
  mkdir -p "$image/app/node_modules/${added%/*}"
  cp -r "$work/with-adapter/adapter" "$image/app/node_modules/$added"
  cp -a "$work/secret/master-key" "$image/master-key"
  chown "$user:$user" "$image/master-key"
  local seal=(unshare --mount --propagation private --pid --fork --kill-child sh "$root/test/support/sealed-root.sh" "$work/sealed" "$image" "" "$user")
  local run=(env -i $(settings) NODE_ENV=production "KYC_MASTER_KEY_FILE=$image/master-key" \
    "KYC_ADAPTERS_FROM=$image/app" "KYC_ADAPTERS=@kyc-gateway/adapter-identomat,$added")
  local gateway=("$image/node" --max-semi-space-size=8 --max-old-space-size=256 "$image/app/main.js")
  "${run[@]}" "${seal[@]}" "${gateway[@]}" migrate >/dev/null
  pass "migrates as user $user, with an adapter that was added"
  "${run[@]}" "${seal[@]}" "${gateway[@]}" start >"$work/gateway.log" 2>&1 &
  sealed=$!
  check_ready "process 1 of user $user, read-only, without capabilities"
  check_pages "process 1 of user $user"
  env PORT=$port "$image/node" "$image/app/health-check.mjs" || fail "the health check fails"
  pass "the health check passes"
  pid=$(cut -d ' ' -f 1 "/proc/$sealed/task/$sealed/children")
  kill -TERM "$pid"
  wait "$sealed" || fail "SIGTERM did not end it in good order: $(tail -3 "$work/gateway.log")"
  sealed=
  pass "process 1 ends on SIGTERM with 0"
}

[ "$(id -u)" = 0 ] || fail "This needs root: it makes file systems and other users' processes."
[ -n "${KYC_CHECK_DATABASE_URL:-}" ] || start_database
make_secret
if [ "${1:-}" != --without-engine ] && find_engine; then
  make_bases
  build_image
  check_layers
  check_image kyc-check/gateway gateway 65532:65532
  check_image kyc-check/gateway another-user "$user:$user"
  add_adapter
  check_image kyc-check/with-adapter with-adapter 65532:65532
else
  check_without_engine
fi
