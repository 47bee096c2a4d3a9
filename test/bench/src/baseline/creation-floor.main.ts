import { randomBytes, randomUUIDv7 } from "node:crypto";
import type { AddressInfo } from "node:net";
import { fastify, type FastifyReply, type FastifyRequest } from "fastify";
import { Pool } from "pg";
import { Agent } from "undici";
import { createFoundation } from "../../../../gateway/src/app/foundation.ts";
import { createKeyUses } from "../../../../gateway/src/features/access/key-uses.ts";
import { createGrantFinder } from "../../../../gateway/src/features/access/product-callers.ts";
import { launchContext } from "../../../../gateway/src/features/sessions/session-row.store.ts";
import { insertIntent } from "../../../../gateway/src/features/sessions/start-intent.store.ts";
import { updateOutcome } from "../../../../gateway/src/features/sessions/start-outcome.store.ts";
import { parseConfig } from "../../../../gateway/src/platform/config/parse-config.ts";
import { findFirstIdFor } from "../../../../gateway/src/platform/database/first-id.ts";
import { createStatements } from "../../../../gateway/src/platform/database/sql/statements.store.ts";
import { createTenantScope } from "../../../../gateway/src/platform/database/tenancy/tenant-scope.store.ts";
import { createLocalMasterKeys } from "../../../../gateway/src/platform/encryption/master-keys.ts";
import { fingerprintRequest } from "../../../../gateway/src/platform/http/fingerprint-request.ts";
import { observeAnswer } from "../../../../gateway/src/platform/http/observe-answer.ts";
import { createLog } from "../../../../gateway/src/platform/observability/log.ts";
import { startAtProvider } from "./start-at-provider.ts";

/**
 * The bare service with the gateway's own two statements, whose values were prepared, and with so many of the other steps.
 * Arguments: how many, pool size, the provider's address; the environment is a gateway's.
 */
const [, , count, poolSize, providerUrl = ""] = process.argv;
const stepCount = Number(count);
/** Prepared before the first request. */
const preparedCount = 6000;

interface Ids {
  readonly tenant: string;
  readonly tenantKey: string;
  readonly connection: string;
}

/** The values of both statements; a number of them is put in by the request. */
function prepareValues({ tenant, tenantKey, connection }: Ids) {
  const [session, at, lapsesAt] = [randomUUIDv7(), new Date(), new Date(Date.now() + 86_400_000)];
  const event = {
    flow: "standard",
    status: "SESSION_CREATED",
    previousStatus: "NOT_STARTED",
    attempt: 1,
    origin: "provider",
    reasons: [],
  };
  const targets = [{ connectionName: "bench", priority: 1, weight: 1 }];
  const route = { rule: null, passedOver: [], seed: "abcdef0123456789", targets };
  const trace = [
    { at, connection: "bench", step: "routed", route },
    { at, connection: "bench", step: "chosen" },
  ];
  const intent: unknown[] = [session, tenant, "", randomBytes(32), at, "standard", {}, lapsesAt, 30_000];
  intent.push(randomUUIDv7(), randomBytes(32), tenantKey, randomBytes(93), connection, []);
  const outcome: unknown[] = [
    session,
    "SESSION_CREATED",
    1,
    "[]",
    connection,
    "",
    null,
    randomBytes(190),
    "[]",
  ];
  outcome.push(JSON.stringify(trace), at, lapsesAt, lapsesAt, "NOT_STARTED", "start", randomUUIDv7());
  outcome.push("session.created", event, findFirstIdFor(session), "provider", null, null);
  return { session, intent, outcome };
}

const config = parseConfig(process.env, process.cwd());
const { databaseUrl = "", masterKey = Buffer.alloc(0) } = config;
const log = createLog({ level: "info" });
const { vault, metrics, configuration } = await createFoundation({
  config,
  databaseUrl,
  masterKeys: createLocalMasterKeys(masterKey),
  adapters: new Map(),
  log,
});
await vault.keys.load();
await configuration.reload();
const pool = new Pool({ connectionString: databaseUrl, max: Number(poolSize) });
const statements = createStatements({ areNamed: true });
const tenants = createTenantScope(pool, { isEnforced: true, statements });
const findGrant = createGrantFinder({ configuration, keyUses: createKeyUses(pool, Date.now) });
const ids = await readIds();
const prepared = Array.from({ length: preparedCount }, () => prepareValues(ids));
const agent = new Agent();

async function readIds(): Promise<Ids> {
  const { rows } = await pool.query<Ids>(
    `select k.tenant_id as tenant, k.id as "tenantKey", c.id as connection from kyc_keys.data_keys k, connections c
     where k.tenant_id is not null and k.purpose = 'seal'`,
  );
  const [found] = rows;
  if (found === undefined) throw new Error("There is no tenant with a key, or no connection.");
  return found;
}

async function create({ body, headers }: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const beganAt = performance.now();
  const { session, intent, outcome } = prepared.pop() ?? prepareValues(ids);
  const { applicant } = body as { applicant: { id: string } };
  const tenant = stepCount > 1 ? findGrant(headers.authorization, "sessions:write")?.tenantId : ids.tenant;
  if (tenant === undefined) return reply.code(401).send();
  const key = headers["idempotency-key"];
  intent[2] = key;
  if (stepCount > 2) intent[3] = Buffer.from(fingerprintRequest(vault, tenant, body), "base64");
  const offered = stepCount > 3 ? vault.applicants.offer(tenant, applicant.id) : undefined;
  if (offered !== undefined)
    intent.splice(9, 4, offered.id, offered.hash, offered.tenantKeyId, offered.wrappedKey);
  await tenants.runStatement([tenant], { statement: insertIntent, values: intent });
  const launch = await startAtProvider(agent, providerUrl, applicant.id);
  outcome[5] = launch;
  if (offered !== undefined) {
    vault.applicants.keep(offered);
    outcome[7] = offered.applicant.sealer.sealJson(launchContext(session), { token: launch });
  }
  await statements.run(pool, [{ statement: updateOutcome, values: outcome }]);
  tell(session, performance.now() - beganAt);
  return reply.code(201).send({ key, launch });
}

function tell(sessionId: string, durationMs: number): void {
  const request = { method: "POST", route: "/sessions", status: 201 };
  if (stepCount > 4) log.info({ ...request, sessionId, durationMs }, "request");
  if (stepCount > 5) observeAnswer(metrics, { ...request, ms: durationMs, traceId: sessionId });
}

const app = fastify();
app.post("/sessions", (request, reply) => create(request, reply));
await app.listen({ host: "127.0.0.1", port: 0 });
process.send?.((app.server.address() as AddressInfo).port);
process.once("SIGTERM", () => process.exit(0)).once("disconnect", () => process.exit(0));
