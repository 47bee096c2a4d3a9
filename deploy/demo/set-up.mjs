import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { DemoError } from "./demo-error.mjs";

export const tenant = "demo";
const scopes = [
  "sessions:write",
  "sessions:read",
  "results:read",
  "evidence:read",
  "sessions:erase",
  "applicants:export",
  "events:read",
  "endpoints:read",
  "endpoints:write",
];
const askAtMost = 80;
const askAgainMs = 250;

/**
 * Tenant, connections, flows, a product's key and an operator's. Done already, for the same settings and with keys that
 * the gateway still knows: nothing is done again. Gives the keys.
 */
export async function setUp({ plan, keepsake, environment, tell }) {
  const digest = createHash("sha256").update(JSON.stringify(plan.connections)).digest("hex");
  const kept = keepsake.get("key");
  const keptOperator = keepsake.get("operatorKey");
  const isKept = kept !== undefined && (await isKeyKnown(plan, kept));
  if (isKept && keptOperator !== undefined && keepsake.get("digest") === digest)
    return { key: kept, operatorKey: keptOperator };
  tell("Setting up a tenant, two connections, two flows and keys (once)");
  const keys = await provision(environment, async ({ provisioning, addOperator }) => {
    await describeTenant(provisioning, plan);
    return {
      operatorKey: isKept && keptOperator !== undefined ? keptOperator : await addOperator(),
      key: isKept ? kept : (await provisioning.createKey({ tenant, name: "demo", scopes })).key,
    };
  });
  keepsake.set({ ...keys, digest });
  await waitUntilInForce(plan, keys.key);
  return keys;
}

/** What `kyc-gateway tenant add`, `connection add` and `flow add` do. */
async function describeTenant(provisioning, { connections, ondatoFlow }) {
  await provisioning.saveTenant(tenant);
  for (const [adapter, settings] of Object.entries(connections))
    await provisioning.saveConnection({ name: `demo-${adapter}`, adapter, tenant, settings });
  const flow = (name, connection, settings) =>
    provisioning.saveFlow({ tenant, name, targets: [{ connection, settings }] });
  await flow("standard", "demo-identomat", {});
  await flow("standard-ondato", "demo-ondato", ondatoFlow);
}

/** As the command line does it, but in one process: each of its commands would take a second to load. */
async function provision(environment, work) {
  return withServices(environment, (gateway, services) => {
    const actor = { operator: "npm start", requestId: null };
    const operator = { name: `demo-${Date.now().toString(36)}`, role: "administrator" };
    return work({
      provisioning: gateway.createProvisioning(services),
      addOperator: () => gateway.addOperator(services.database, actor, operator),
    });
  });
}

/** The services of a gateway, without its routes: what a command has. */
export async function withServices(environment, work) {
  const gateway = await import("@kyc-gateway/gateway");
  const config = gateway.parseConfig(environment, process.cwd());
  const log = gateway.createLog({ level: "error" });
  const adapters = await gateway.loadAdapters(
    config.adapters,
    gateway.createModuleImporter(config.adaptersFrom),
  );
  const database = await gateway.openDatabaseSource(config, log);
  const { url: databaseUrl, masterKeys } = database;
  const services = await gateway.createServices({ config, log, adapters, databaseUrl, masterKeys });
  try {
    return await work(gateway, services);
  } finally {
    await services.close();
    await database.stop();
  }
}

/** The key was made last: a gateway that knows it knows the rest. */
async function waitUntilInForce(plan, key) {
  for (let attempt = 1; !(await isKeyKnown(plan, key)); attempt += 1) {
    if (attempt === askAtMost) throw new DemoError("The gateway does not learn of its new key. See its log.");
    await delay(askAgainMs);
  }
}

/** A gateway that has just started may still be too busy to tell. Throws when it does not get better. */
async function isKeyKnown({ address }, key) {
  for (let attempt = 1; ; attempt += 1) {
    const { status } = await fetch(`${address}/v1/sessions?limit=1`, {
      headers: { authorization: `Bearer ${key}` },
    });
    if (status === 200) return true;
    if (status === 401) return false;
    if (attempt === askAtMost) throw new DemoError(`The gateway answers with ${status}. See its log.`);
    await delay(askAgainMs);
  }
}
