import { setTimeout as delay } from "node:timers/promises";
import { runOpenLoop } from "../load/open-loop.ts";
import { createProduct, type Answer } from "../load/product.ts";
import { countStatuses } from "../load/quantile.ts";
import type { Finding, Scale } from "../report/finding.ts";
import type { Stage } from "../stage/stage.ts";

const proof = "configuration changes under load";
const perSecond = 20;
const pauseMs = 2000;
const limitMs = 1000;

/** A flow moves between two connections whose settings change too, again and again, while two replicas serve it. */
export async function proveConfigurationChange(
  stage: Stage,
  { isShort }: Scale,
): Promise<readonly Finding[]> {
  const providers = { a: await stage.addProvider("a"), b: await stage.addProvider("b") };
  const apiKey = await stage.addTenant("shop", ["a"]);
  const replicas = await Promise.all([stage.startGateway(), stage.startGateway()]);
  const products = replicas.map(({ url }) => createProduct(url, apiKey));
  const changes = isShort ? 6 : 30;
  const load = Promise.all(
    products.map((product) =>
      runOpenLoop({ perSecond, durationMs: (changes + 1) * pauseMs }, (dueAt) =>
        product.createSession({ dueAt }),
      ),
    ),
  );
  const changedAt: { connection: string; at: Date }[] = [];
  for (let change = 0; change < changes; change += 1) {
    await delay(pauseMs);
    const [connection, other] = change % 2 === 0 ? (["b", "a"] as const) : (["a", "b"] as const);
    await stage.changeConnection(connection, providers[connection], 15 + change);
    await stage.changeConnection(other, providers[other], 15 + change);
    await stage.saveFlow("shop", [connection]);
    changedAt.push({ connection, at: new Date() });
  }
  const answers = (await load).flat();
  await Promise.all(products.map((product) => product.close()));
  return describe(answers, await findSlowestMs(stage, changedAt));
}

/** How long after a change a session was still started by the old configuration; 0: never. */
async function findSlowestMs(
  { pool }: Stage,
  changes: readonly { connection: string; at: Date }[],
): Promise<number> {
  let slowestMs = 0;
  for (const [index, { connection, at }] of changes.entries()) {
    const until = changes[index + 1]?.at ?? new Date(at.getTime() + pauseMs);
    const { rows } = await pool.query<{ late: number | null }>(
      `select extract(epoch from max(s.created_at) - $2)::float8 * 1000 as late
       from sessions s join connections c on c.id = s.connection_id
       where c.name <> $1 and s.created_at > $2 and s.created_at < $3::timestamptz - interval '500 milliseconds'`,
      [connection, at, until],
    );
    slowestMs = Math.max(slowestMs, rows[0]?.late ?? 0);
  }
  return slowestMs;
}

function describe(answers: readonly Answer[], slowestMs: number): readonly Finding[] {
  return [
    {
      proof,
      mustShow: "no failed request",
      seen: countStatuses(answers),
      isShown: answers.every(({ status }) => status === 201),
    },
    {
      proof,
      mustShow: `in force on both replicas in ≤ ${limitMs} ms`,
      seen: `the last session by the old configuration began ${slowestMs.toFixed(0)} ms after the change`,
      isShown: slowestMs <= limitMs,
    },
  ];
}
