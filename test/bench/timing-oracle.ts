import { parseArgs } from "node:util";
import { Agent, request } from "undici";
import { scopes } from "../../gateway/src/features/configuration/configuration-snapshot.ts";
import { createProduct } from "../chaos/load/product.ts";
import { openTheatre } from "../chaos/stage/stage.ts";

/**
 * `node --conditions=@kyc-gateway/source test/bench/timing-oracle.ts [--pairs 2000]`: whether the time of a 404 tells
 * that another tenant has what was asked for. Asks in turns for a session of somebody else's and for one that nobody has;
 * the share of pairs in which somebody else's took longer is 0.5 when the time tells nothing. Beside it the same share
 * for two that nobody has: the noise of the machine.
 */
const routes = [
  ["GET", ""],
  ["GET", "/result"],
  ["GET", "/timeline"],
  ["GET", "/evidence"],
  ["POST", "/refresh"],
  ["DELETE", ""],
] as const;

/** Standard deviations of the share under chance that are still noise. */
const tolerance = 4;

type Ask = (id: string) => Promise<number>;

/** The share of pairs in which `left` took longer; a tie counts half (Mann and Whitney's statistic). */
function compare(left: readonly number[], right: readonly number[]): number {
  const ranked = [...left.map((ms) => [ms, 1] as const), ...right.map((ms) => [ms, 0] as const)];
  ranked.sort(([a], [b]) => a - b);
  const rankSum = ranked.reduce((sum, [, isLeft], index) => sum + isLeft * (index + 1), 0);
  return (rankSum - (left.length * (left.length + 1)) / 2) / (left.length * right.length);
}

async function measure(ask: Ask, foreign: string, pairs: number): Promise<{ share: number; noise: number }> {
  const times = { foreign: [] as number[], missing: [] as number[], control: [] as number[] };
  const kinds = Object.keys(times) as (keyof typeof times)[];
  for (let pair = -pairs / 10; pair < pairs; pair += 1) {
    // Whoever comes first would pay for what the round before has left behind.
    for (const kind of kinds.sort(() => Math.random() - 0.5)) {
      const ms = await ask(kind === "foreign" ? foreign : crypto.randomUUID());
      if (pair >= 0) times[kind].push(ms);
    }
  }
  return {
    share: compare(times.foreign, times.missing),
    noise: compare(times.control, times.missing),
  };
}

const { values } = parseArgs({ options: { pairs: { type: "string", default: "2000" } } });
const pairs = Number(values.pairs);
const deviation = Math.sqrt((2 * pairs + 1) / (12 * pairs * pairs));
const theatre = await openTheatre();
await theatre.withStage(async (stage) => {
  await stage.addProvider("shared");
  await stage.addTenant("shop", ["shared"]);
  const { key: shop } = await stage.provisioning.createKey({ tenant: "shop", name: "all", scopes });
  const bank = await stage.addTenant("bank", ["shared"]);
  const gateway = await stage.startGateway();
  const product = createProduct(gateway.url, bank);
  const { body } = await product.createSession();
  await product.close();
  const agent = new Agent({ connections: 1 });
  for (const [method, rest] of routes) {
    const ask: Ask = async (id) => {
      const startedAt = performance.now();
      const answer = await request(`${gateway.url}/v1/sessions/${id}${rest}`, {
        method,
        dispatcher: agent,
        headers: { authorization: `Bearer ${shop}` },
      });
      await answer.body.text();
      if (answer.statusCode !== 404) throw new Error(`${method} ${rest} was answered ${answer.statusCode}.`);
      return performance.now() - startedAt;
    };
    const { share, noise } = await measure(ask, String(body["id"]), pairs);
    const isSilent = Math.abs(share - 0.5) <= tolerance * deviation;
    process.stdout.write(
      `${isSilent ? "tells nothing" : "TELLS"}  ${share.toFixed(3)} (nobody's twice: ${noise.toFixed(3)}; chance: 0.500 ± ${(tolerance * deviation).toFixed(3)})  ${method} /v1/sessions/:id${rest}\n`,
    );
    if (!isSilent) process.exitCode = 1;
  }
  await agent.close();
});
await theatre.close();
