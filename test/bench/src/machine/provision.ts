import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { places } from "./places.ts";
import { runNode } from "./run-node.ts";

export const connectionName = "bench";
/** The simulator's ready credentials. */
export const callbackApiKey = "simulated-callback-api-key";
export const companyKey = "simulated-company-key";

/** Does what an operator does, with the command line. Gives the API key. */
export async function provision(env: Readonly<Record<string, string>>, providerUrl: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kyc-gateway-bench-settings-"));
  const settings = join(folder, "settings.json");
  await writeFile(
    settings,
    JSON.stringify({ companyKey, callbackApiKeys: [callbackApiKey], baseUrl: providerUrl }),
  );
  const run = (...args: string[]): Promise<string> => runNode(places.gateway, { args, env });
  await run("migrate");
  await run("tenant", "add", "shop");
  await run("connection", "add", connectionName, "--adapter", "identomat", "--settings", settings);
  await run("flow", "add", "shop", "standard", "--target", connectionName);
  const apiKey = await run("api-key", "add", "shop");
  await rm(folder, { recursive: true });
  return apiKey;
}
