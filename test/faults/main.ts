import { parseArgs } from "node:util";
import { setTimeout as delay } from "node:timers/promises";
import { faults, type Fault } from "./faults.ts";
import { sufferFault, type Outcome } from "./suffer-fault.ts";
import { openWatchedRoom, timeFactor, type WatchedRoom } from "./watched-room.ts";

const usage = `pnpm faults [--only <words of a fault's name>]…

Injects faults one after the other into real gateways that a real Prometheus watches with the shipped rules, and prints which
alert told of each, after how long, and which other pages there were. The spans of the rules are ${timeFactor} times shorter than shipped.`;

const { values } = parseArgs({
  options: { only: { type: "string", multiple: true }, help: { type: "boolean" } },
});
/** Promises are missed for long after a fault: the month's budget does not come back. */
const lasting = new Set(["KycErrorBudgetBurnsSlowly"]);
/** As long as the longer window of the fastest alert: without a past, seconds of failures would be a large share of it. */
const steadyMs = 125_000;

async function run(chosen: readonly Fault[]): Promise<void> {
  const room = await openWatchedRoom();
  const outcomes: Outcome[] = [];
  try {
    const slow = chosen.filter(({ isSlow }) => isSlow === true);
    const slowAlerts = new Set([...slow.map(({ alert }) => alert), ...lasting]);
    const running = slow.map((fault) => sufferFault(room, fault, ({ name }) => name !== fault.alert));
    outcomes.push(await watchNothing(room));
    for (const fault of chosen.filter(({ isSlow }) => isSlow !== true)) {
      const outcome = await sufferFault(room, fault, ({ name }) => slowAlerts.has(name));
      process.stderr.write(`${describe(outcome)}\n`);
      outcomes.push(outcome);
    }
    outcomes.push(...(await Promise.all(running)));
  } finally {
    await room.close();
  }
  process.stdout.write(
    `| fault | alert | after | other pages | other tickets |\n| --- | --- | --- | --- | --- |\n`,
  );
  for (const outcome of outcomes) process.stdout.write(`${describe(outcome)}\n`);
  if (!outcomes.every(isRight)) process.exitCode = 1;
}

/** While nothing is wrong, nothing fires. */
async function watchNothing({ prometheus }: WatchedRoom): Promise<Outcome> {
  await delay(steadyMs);
  const firing = await prometheus.listFiring();
  const list = (severity: string) =>
    firing.filter((one) => one.severity === severity).map(({ name }) => name);
  return {
    fault: "none",
    alert: "none",
    afterSeconds: 0,
    withinSeconds: 0,
    otherPages: list("page"),
    otherTickets: list("ticket"),
  };
}

function isRight({ afterSeconds, otherPages }: Outcome): boolean {
  return afterSeconds !== undefined && otherPages.length === 0;
}

function describe({ fault, alert, afterSeconds, withinSeconds, otherPages, otherTickets }: Outcome): string {
  const after = afterSeconds === undefined ? `NOT within ${withinSeconds} s` : `${afterSeconds.toFixed(0)} s`;
  return `| ${fault} | ${alert} | ${after} | ${otherPages.join(", ") || "none"} | ${otherTickets.join(", ")} |`;
}

// The processes of a run end with this one.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

if (values.help === true) process.stdout.write(`${usage}\n`);
else
  await run(
    faults.filter(({ name }) => values.only === undefined || values.only.some((word) => name.includes(word))),
  );
// What a broken connection left behind keeps no process.
process.exit();
