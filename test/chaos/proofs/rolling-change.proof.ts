import { setTimeout as delay } from "node:timers/promises";
import {
  compareEvents,
  listLostDeliveries,
  listWrongSessions,
  readLedgers,
  type Ledgers,
} from "../ledger/audit.ts";
import { isAtRest } from "../ledger/quiet.ts";
import { createTraffic, type Traffic } from "../ledger/traffic.ts";
import { countStatuses, findQuantileMs } from "../load/quantile.ts";
import type { Finding, Scale } from "../report/finding.ts";
import { openDeployment, type Deployment } from "../rolling/deployment.ts";
import { prepareVersions } from "../rolling/versions.ts";

const proof = "rolling change";
const sessionsPerRound = 20;
const quietWithinMs = 120_000;

/** A deploy of a version with one more migration over the one before, while products and providers go on. */
export async function proveRollingChange({ isShort, previous }: Scale): Promise<readonly Finding[]> {
  const versions = await prepareVersions(previous);
  try {
    const deployment = await openDeployment(versions);
    const traffic = createTraffic(deployment);
    try {
      const story = await deploy(deployment, traffic, isShort ? 4000 : 20_000);
      await awaitQuiet(deployment);
      return await judge({ deployment, traffic, story, commit: versions.oldCommit });
    } finally {
      await traffic.close();
      await deployment.close();
    }
  } finally {
    await versions.remove();
  }
}

interface Story {
  readonly migratedMs: number;
  /** Requests that old and new answered while both served. */
  readonly together: readonly number[];
  readonly oldExitCode: number | null;
}

/** Old alone → migrated under it → both → new alone. Under load from the first to the last moment. */
async function deploy(deployment: Deployment, traffic: Traffic, phaseMs: number): Promise<Story> {
  const over = new AbortController();
  const load = (async () => {
    while (!over.signal.aborted) await traffic.run(sessionsPerRound);
  })();
  const finish = async (): Promise<Story> => {
    await delay(phaseMs);
    const migratedMs = await deployment.migrate();
    await delay(phaseMs);
    await deployment.startNewReplica();
    const before = [...deployment.front.answered];
    await delay(phaseMs);
    const together = deployment.front.answered.map((count, index) => count - (before[index] ?? 0));
    const { code } = await deployment.oldReplica.process.stop();
    await delay(phaseMs);
    return { migratedMs, together, oldExitCode: code };
  };
  try {
    return await finish();
  } finally {
    over.abort();
    await load;
  }
}

async function awaitQuiet({ pool, books, providers }: Deployment): Promise<void> {
  for (const provider of providers.values())
    await provider.control("POST", "callbacks/settle", { includeRetries: true });
  const giveUpAt = performance.now() + quietWithinMs;
  while (performance.now() < giveUpAt && !(await isAtRest(pool, { books }))) await delay(500);
}

async function judge(parts: {
  deployment: Deployment;
  traffic: Traffic;
  story: Story;
  commit: string;
}): Promise<readonly Finding[]> {
  const { deployment, traffic, story, commit } = parts;
  const { pool } = deployment;
  const ledgers = await readLedgers(deployment);
  const lost = await listLostDeliveries(pool, ledgers);
  const wrong = await listWrongSessions(pool, ledgers);
  const events = await compareEvents(pool, deployment);
  const eventIssues = events.missing + events.invented + events.changed + events.gaps + events.disordered;
  const [oldAnswered = 0, newAnswered = 0] = story.together;
  return [
    describeRequests(traffic, story),
    describeWebhooks(ledgers),
    {
      proof,
      mustShow: `old (${commit}) and new serve side by side, and the old one ends of itself`,
      seen: `together: ${oldAnswered} answers by the old, ${newAnswered} by the new; the old one ended with ${story.oldExitCode}`,
      isShown: oldAnswered > 0 && newAnswered > 0 && story.oldExitCode === 0,
    },
    {
      proof,
      mustShow:
        "nothing lost: deliveries / sessions that differ / events missing, changed, out of order: 0 / 0 / 0",
      seen: `${lost.length} / ${wrong.length} / ${eventIssues} of ${events.stored} events`,
      isShown: lost.length + wrong.length + eventIssues === 0 && events.stored > 0,
    },
  ];
}

function describeRequests({ starts, reads }: Traffic, { migratedMs }: Story): Finding {
  const failures = [
    ...starts.flatMap((start) => start.failures),
    ...reads.filter(({ status }) => status !== 200),
  ];
  const slowestMs = findQuantileMs(reads, 1);
  return {
    proof,
    mustShow: "no failed request of a product",
    seen: `${starts.length + reads.length} requests; failed: ${countStatuses(failures) || "none"}; the slowest read took ${slowestMs.toFixed(0)} ms; migrate took ${migratedMs.toFixed(0)} ms`,
    isShown: failures.length === 0,
  };
}

function describeWebhooks(ledgers: Ledgers): Finding {
  const callbacks = [...ledgers.values()].flatMap((ledger) => ledger.callbacks);
  const failed = callbacks.filter(({ answer }) => answer === null || answer >= 300);
  return {
    proof,
    mustShow: "no failed webhook of a provider",
    seen: `${failed.length} of ${callbacks.length}`,
    isShown: failed.length === 0 && callbacks.length > 0,
  };
}
