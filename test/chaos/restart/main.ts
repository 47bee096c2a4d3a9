import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { migrate } from "@kyc-gateway/gateway";
import { proxyNames, type ProxyName } from "../../support/example-proxy.ts";
import { startThrowAwayServer } from "../../support/throw-away-server.ts";
import { prepareVersions } from "../rolling/versions.ts";
import { repository } from "../stage/processes.ts";
import { runRollingRestart, type RestartReport } from "./rolling-restart.ts";

const usage = `Usage: pnpm rolling-restart [--proxy nginx|haproxy|caddy]… [--requests <number>] [--previous <commit>|none]
Two replicas as they are shipped, behind a real proxy, at 20 requests a second. They start as the version of --previous (default: the
oldest commit with today's schema; none: today's) and are restarted in turn as today's, until so many requests (default 5000) were sent.
`;

const isProxyName = (name: string): name is ProxyName => (proxyNames as readonly string[]).includes(name);

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      proxy: { type: "string", multiple: true, default: [...proxyNames] },
      requests: { type: "string", default: "5000" },
      previous: { type: "string", default: findFirstOfSchema() },
    },
  });
  const proxies = values.proxy.filter(isProxyName);
  const requests = Number(values.requests);
  if (proxies.length !== values.proxy.length || !Number.isInteger(requests) || requests < 0)
    throw new Error(usage);
  const versions = values.previous === "none" ? undefined : await prepareVersions(values.previous);
  try {
    const from = versions === undefined ? "today's version" : `commit ${versions.oldCommit}`;
    for (const proxy of proxies) {
      const server = await startThrowAwayServer();
      try {
        await migrate(server.url);
        const plan = { proxy, databaseUrl: server.url, perSecond: 20, requests };
        const old = versions === undefined ? {} : { oldFolder: versions.oldFolder };
        print(`${proxy}, from ${from}`, await runRollingRestart({ ...plan, ...old }));
      } finally {
        await server.stop();
      }
    }
  } finally {
    await versions?.remove();
  }
}

/** The schema is edited in place until the first release: an older version than this has another one under the same name. */
function findFirstOfSchema(): string {
  const folder = "gateway/src/platform/database/migrations";
  return execFileSync("git", ["log", "-1", "--format=%H", "--", folder], {
    cwd: repository,
    encoding: "utf8",
  }).trim();
}

function print(title: string, { sent, failed, restarts, exitCodes, slowestMs }: RestartReport): void {
  const failures = [...failed].map(([what, count]) => `\n  ${count} × ${what}`).join("");
  const count = [...failed.values()].reduce((sum, one) => sum + one, 0);
  process.stdout.write(
    `${title}: ${count} failed of ${sent} requests, ${restarts} restarts, exit codes ${[...exitCodes].join()}, slowest answer ${slowestMs.toFixed(0)} ms${failures}\n`,
  );
  if (count > 0 || [...exitCodes].join() !== "0") process.exitCode = 1;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

run()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  })
  .finally(() => process.exit());
