import { runOpenLoop } from "../load/open-loop.ts";
import { createProduct, type Answer } from "../load/product.ts";
import { countStatuses, findQuantileMs } from "../load/quantile.ts";
import type { Finding, Scale } from "../report/finding.ts";
import type { Provider } from "../stage/provider.ts";
import type { Stage } from "../stage/stage.ts";

const perSecond = 1;
const deadlineMs = 10_000;
/** What the answer still has to travel, and a busy machine's pauses. */
const graceMs = 500;
/** The longest that the second provider may be waited for, from the outage's start. */
const fallbackMs = 30_000;
const warmUpMs = 3000;

/** How the first provider of a flow goes away. */
const outages: Readonly<Record<string, (provider: Provider) => Promise<unknown>>> = {
  hangs: (provider) => provider.addFault({ fault: { kind: "hang" } }),
  refuses: (provider) => provider.process.kill(),
  "answers-503": (provider) => provider.addFault({ fault: { kind: "server_error" } }),
};

/** One request a second, and the first of two providers goes away, in each of three ways: too few calls to be a volume. */
export async function proveLowTraffic(
  stage: Stage,
  { isShort }: Pick<Scale, "isShort">,
): Promise<readonly Finding[]> {
  await stage.addProvider("second");
  const scenes = [];
  // One after the other: each change waits for the audit log's head, and gives up soon.
  for (const [how, begin] of Object.entries(outages)) {
    const provider = await stage.addProvider(how);
    scenes.push({ how, provider, begin, key: await stage.addTenant(how, [how, "second"]) });
  }
  const gateway = await stage.startGateway({ KYC_REQUEST_DEADLINE_MS: String(deadlineMs) });
  const durationMs = isShort ? 12_000 : 60_000;
  const findings = await Promise.all(
    scenes.map(async ({ how, provider, begin, key }) => {
      const product = createProduct(gateway.url, key);
      const ask = (forMs: number): Promise<readonly Answer[]> =>
        runOpenLoop({ perSecond, durationMs: forMs }, (dueAt) => product.createSession({ dueAt }));
      await ask(warmUpMs);
      await begin(provider);
      const answers = await ask(durationMs);
      await product.close();
      return describe(how, answers);
    }),
  );
  return findings.flat();
}

function describe(how: string, answers: readonly Answer[]): readonly Finding[] {
  const proof = `A ${how.replace("-", " ")} at ${perSecond} request a second, with fallback to B`;
  const slowestMs = findQuantileMs(answers, 1);
  const lastFailure = answers.findLastIndex(({ status }) => status !== 201);
  const first = answers[lastFailure + 1];
  const servedMs = first === undefined ? Number.NaN : ((lastFailure + 1) * 1000) / perSecond + first.tookMs;
  const failed = answers.filter(({ status }) => status !== 201).length;
  return [
    {
      proof,
      mustShow: `B serves within ${fallbackMs / 1000} s of the outage's start, and goes on`,
      seen: `from ${(servedMs / 1000).toFixed(1)} s on; ${failed} of ${answers.length} requests failed`,
      isShown: servedMs <= fallbackMs,
    },
    {
      proof,
      mustShow: `every request is answered within ${deadlineMs} ms`,
      seen: `slowest ${slowestMs.toFixed(0)} ms; ${countStatuses(answers)}`,
      isShown: slowestMs <= deadlineMs + graceMs && answers.every(({ status }) => status >= 201),
    },
  ];
}
