import { setTimeout as delay } from "node:timers/promises";
import { crashPoints, type CrashPoint } from "../crash/crash-points.ts";
import { createProduct, type Answer, type Product } from "../load/product.ts";
import { countStatuses } from "../load/quantile.ts";
import type { Finding, Scale } from "../report/finding.ts";
import type { Provider } from "../stage/provider.ts";
import type { Stage } from "../stage/stage.ts";

const proof = "SIGKILL between intent and outcome";
/** Starts that stand at the point when the process dies: as many as a connection bears at once. */
const sessionsPerCrash = 50;
/** A gateway takes longer to start than to die: some start side by side. */
const gatewaysAtOnce = 3;
/** One in so many products never asks again. */
const giveUpEvery = 5;
const env = { KYC_REQUEST_DEADLINE_MS: "2000", KYC_PROVIDER_ATTEMPT_MS: "1500" };
/**
 * Nobody's time is up before all stand at the point, however busy the machine is; and each has a connection to
 * PostgreSQL, for some points are inside a transaction.
 */
const crashingEnv = {
  KYC_REQUEST_DEADLINE_MS: "10000",
  KYC_PROVIDER_ATTEMPT_MS: "9000",
  DATABASE_POOL_SIZE: String(sessionsPerCrash + 5),
};

/** The gateway is killed at each await; products repeat their requests, or never come back. */
export async function proveCrash(stage: Stage, { crashSessions }: Scale): Promise<readonly Finding[]> {
  const provider = await stage.addProvider("a");
  const apiKey = await stage.addTenant("shop", ["a"]);
  const findings: Finding[] = [];
  for (const point of Object.keys(crashPoints) as CrashPoint[]) {
    const keys: string[] = [];
    while (keys.length < crashSessions) {
      const counts = planCrashes(crashSessions - keys.length);
      const killed = await Promise.all(counts.map((count) => crashAt(stage, { point, apiKey, count })));
      keys.push(...killed.flat());
    }
    findings.push(await judge({ stage, provider, apiKey, point, keys }));
  }
  return findings;
}

/** How many sessions each gateway of the next round takes with it. */
function planCrashes(left: number): readonly number[] {
  const counts = Array.from({ length: gatewaysAtOnce }, (_value, index) =>
    Math.min(sessionsPerCrash, left - index * sessionsPerCrash),
  );
  return counts.filter((count) => count > 0);
}

/** Leaves `count` starts at the point, dead. Gives their idempotency keys, which name their applicants too. */
async function crashAt(
  stage: Stage,
  { point, apiKey, count }: { point: CrashPoint; apiKey: string; count: number },
): Promise<readonly string[]> {
  const gateway = await stage.startCrashingGateway({ point, sessions: count }, crashingEnv);
  const product = createProduct(gateway.url, apiKey);
  const keys = Array.from({ length: count }, () => crypto.randomUUID());
  const answers = await Promise.all(keys.map((key) => product.createSession({ key })));
  await product.close();
  if (answers.some(({ status }) => status !== 0))
    throw new Error(`The gateway did not die at ${point}; it answered ${countStatuses(answers)}.`);
  const { signal } = await gateway.process.waitForExit();
  if (signal !== "SIGKILL") throw new Error(`The gateway ended by ${signal} at ${point}.`);
  return keys;
}

interface Aftermath {
  readonly stage: Stage;
  readonly provider: Provider;
  readonly apiKey: string;
  readonly point: CrashPoint;
  readonly keys: readonly string[];
}

interface StoredSession {
  readonly key: string;
  readonly status: string;
  readonly reference: string | null;
  readonly steps: readonly { readonly step: string; readonly connection: string }[];
}

async function judge({ stage, provider, apiKey, point, keys }: Aftermath): Promise<Finding> {
  const gateway = await stage.startGateway(env);
  const product = createProduct(gateway.url, apiKey);
  const repeated = keys.filter((_key, index) => index % giveUpEvery !== 0);
  const answers = await Promise.all(repeated.map((key) => repeatUntilAnswered(product, key)));
  const abandoned = await letLapse(stage, keys);
  await product.close();
  await gateway.process.stop();
  const sessions = await readSessions(stage, keys);
  const truths = (await provider.readLedger()).sessions;
  const handedOut = answers.map(({ body }) => (body["launch"] as { token?: string } | undefined)?.token);
  const usable = sessions.filter(({ status }) => status === "SESSION_CREATED");
  const known = new Set(truths.map(({ id }) => id));
  const issues = [
    [answers.filter(({ status }) => status !== 201).length, "without a session"],
    [repeated.length - new Set(handedOut).size, "with a session of somebody else"],
    [usable.length - new Set(usable.map(({ key }) => key)).size, "with two usable sessions"],
    [Math.max(0, repeated.length - usable.length), "missing in the store"],
    [usable.filter(({ reference }) => !known.has(reference ?? "")).length, "unknown to the provider"],
    [usable.filter((session) => !isExplained(session)).length, "not explained by the trace"],
    [sessions.filter(({ status }) => status === "NOT_STARTED").length, "not cleared up"],
  ] as const;
  const found = issues.filter(([count]) => count !== 0).map(([count, what]) => `${count} ${what}`);
  return {
    proof: `${proof}: ${crashPoints[point]}`,
    mustShow: "one usable session for each applicant, explained by its trace; nothing stays unknown",
    seen: `${keys.length} killed: ${usable.length} usable, ${abandoned} lapsed; ${found.length === 0 ? "no issue" : found.join(", ")}`,
    isShown: found.length === 0,
  };
}

/** As a product does: the same key again, as long as it is told that this may help. */
async function repeatUntilAnswered(product: Product, key: string): Promise<Answer> {
  const giveUpAt = performance.now() + 60_000;
  for (;;) {
    const answer = await product.createSession({ key });
    if (answer.status === 201 || performance.now() > giveUpAt) return answer;
    await delay(250);
  }
}

/** A day passes for intents that nobody took up again. Gives how many there were. */
async function letLapse({ pool }: Stage, keys: readonly string[]): Promise<number> {
  const { rowCount } = await pool.query(
    `update sessions s set lapses_at = now(), next_read_at = now() from idempotency_keys k
     where k.session_id = s.id and k.key = any($1) and s.status = 'NOT_STARTED'`,
    [keys],
  );
  const giveUpAt = performance.now() + 30_000;
  const isOpen = async (): Promise<boolean> =>
    (await pool.query("select 1 from sessions where status = 'NOT_STARTED' limit 1")).rowCount !== 0;
  while (performance.now() < giveUpAt && (await isOpen())) {
    await pool.query("select graphile_worker.add_job('sweep-sessions', job_key := 'sweep-sessions')");
    await delay(250);
  }
  return rowCount ?? 0;
}

async function readSessions({ pool }: Stage, keys: readonly string[]): Promise<readonly StoredSession[]> {
  const { rows } = await pool.query<StoredSession>(
    `select encode(s.applicant_hash, 'hex') as key, s.status, s.provider_reference as reference, s.trace as steps
     from sessions s where s.applicant_hash in (
       select x.applicant_hash from idempotency_keys k join sessions x on x.id = k.session_id where k.key = any($1))`,
    [keys],
  );
  return rows;
}

function isExplained({ steps }: StoredSession): boolean {
  const last = steps.at(-1);
  return last?.step === "chosen" && last.connection === "a";
}
