# For scripts that build and run images: an engine, and bases of Debian packages. Pulls nothing.
# Sourced, with `work` as a folder of their own, `root` as the repository, and `started` as what they end. `bases_include`: further packages of the
# base, ",a,b"; KYC_CHECK_BASE: a folder that debootstrap has filled with all of these already; `engine_network`: an engine that is started gets networks of its own.

say() { printf '▸ %s\n' "$*"; }
fail() { printf '✗ %s\n' "$*" >&2; exit 1; }
pass() { printf '✓ %s\n' "$*"; }

find_engine() {
  docker info >/dev/null 2>&1 && return 0
  command -v dockerd >/dev/null || return 1
  export DOCKER_HOST="unix://$work/docker.sock"
  dockerd --data-root "$work/docker" --exec-root "$work/exec" -H "$DOCKER_HOST" --pidfile "$work/docker.pid" \
    --storage-driver overlay2 --iptables=false --ip6tables=false $([ -n "${engine_network:-}" ] || echo --bridge=none) >"$work/docker.log" 2>&1 &
  started+=($!)
  for _ in $(seq 50); do docker info >/dev/null 2>&1 && return 0; sleep 0.2; done
  return 1
}

make_bases() {
  local node tools=$work/tools
  if [ -n "${KYC_CHECK_BASE:-}" ]; then
    cp -a "$KYC_CHECK_BASE" "$work/debian"
  else
    say "Making a base of Debian packages"
    debootstrap --variant=minbase --include="ca-certificates,libstdc++6${bases_include:-}" bookworm "$work/debian" >"$work/debootstrap.log"
  fi
  mkdir "$tools"
  node=$(node -p process.execPath)
  cp "$node" "$tools/node"
  cp -rL "$(dirname "$(find_pnpm)")/.." "$tools/pnpm"
  tar -C "$work/debian" -c . | docker import - kyc-check/debian >/dev/null
  # Whom this machine trusts, for a company's registry: in what builds, never in what runs.
  cp "${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" "$tools/trusted.crt"
  printf '%s\n' 'FROM kyc-check/debian' 'COPY node /usr/local/bin/node' 'COPY pnpm /opt/pnpm' \
    'COPY trusted.crt /etc/trusted.crt' 'ENV NODE_EXTRA_CA_CERTS=/etc/trusted.crt' \
    'RUN printf "#!/bin/sh\nexec node /opt/pnpm/bin/pnpm.mjs \"\$@\"\n" >/usr/local/bin/pnpm && chmod +x /usr/local/bin/pnpm' >"$tools/Dockerfile"
  DOCKER_BUILDKIT=0 docker build -q -t kyc-check/node "$tools" >/dev/null 2>&1
  # As a distroless image is: libraries and certificates, nothing to run.
  (cd "$work/debian" && tar -ch lib64/ld-linux-x86-64.so.2 etc/ssl/certs/ca-certificates.crt \
    $(for name in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 libresolv.so.2 libgcc_s.so.1; do echo "lib/x86_64-linux-gnu/$name"; done) \
    usr/lib/x86_64-linux-gnu/libstdc++.so.6) | docker import - kyc-check/runtime >/dev/null
}

find_pnpm() {
  local name
  for name in "$root"/.data/toolchain/*/node_modules/pnpm/bin/pnpm.mjs "$(dirname "$(readlink -f "$(command -v pnpm)")")/pnpm.mjs"; do
    [ -e "$name" ] && { echo "$name"; return; }
  done
  fail "pnpm is not there: node deploy/bootstrap.mjs exec pnpm --version installs it."
}
