import { parseArgs } from "node:util";
import * as fc from "fast-check";
import { arbitraryHistory } from "./arbitrary-history.ts";
import { playHistory } from "./play-history.ts";

/** The long run of the histories: `pnpm histories [--count 1000000] [--seed 1]`. Ends with status 1 on the first issue. */
const { values } = parseArgs({
  options: { count: { type: "string", default: "1000000" }, seed: { type: "string" } },
});
const count = Number(values.count);
const seed = values.seed === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(values.seed);
const chunk = 50_000;
const startedAt = performance.now();
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const property = fc.asyncProperty(arbitraryHistory, async (history) => {
  const issue = await playHistory(history);
  if (issue !== undefined) throw new Error(`The session ${issue}.`);
});

say(`${count} histories from seed ${seed}`);
for (let played = 0; played < count;) {
  const numRuns = Math.min(chunk, count - played);
  await fc.assert(property, { numRuns, seed: seed + played });
  played += numRuns;
  say(`${played} played, 0 issues, ${Math.round((performance.now() - startedAt) / 1000)} s`);
}
