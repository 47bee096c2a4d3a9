import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createApiClient, type ApiClient } from "../support/api-client.ts";
import {
  describeEnvironment,
  startHarness,
  waitUntilServing,
  type Harness,
} from "../support/gateway-harness.ts";
import { spawnGateway } from "../support/spawn-gateway.ts";
import type { NodeProcess } from "../support/spawn-node.ts";
import { letTimePass, listDeliveries, listEvents } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

// Processes of their own take their time to start.
vi.setConfig({ testTimeout: 60_000 });

let harness: Harness;
beforeAll(async () => {
  // The one that lives serves requests alone: what is worked on is worked on by the one that will be killed.
  harness = await startHarness({ env: { KYC_ROLES: "api" } });
});
afterAll(() => harness[Symbol.asyncDispose]());

interface Victim {
  readonly process: NodeProcess;
  readonly client: ApiClient;
}

async function startVictim(env: Record<string, string> = {}): Promise<Victim> {
  const process = await spawnGateway({
    env: describeEnvironment({ databaseUrl: harness.database.url, env }),
  });
  const line = await process.waitForLine(/"gateway_started"/, { timeoutMs: 30_000 });
  const client = createApiClient((JSON.parse(line) as { url: string }).url, harness.key);
  await waitUntilServing(client);
  return { process, client };
}

describe("a gateway that is killed", () => {
  it("in the middle of a fetch leaves the delivery to the next one, which applies it once", async () => {
    const { control } = harness.identomat;
    const victim = await startVictim();
    const { body } = await harness.shop.createSession();
    const reference = await harness.findReference(body.id);
    const fault = control.addFault({ fault: { kind: "hang" }, operation: "result" });
    control.act(reference, { act: "approve" });
    await waitFor(() => control.ledger().requests["result"]);
    await victim.process.kill();
    await victim.client.close();
    control.removeFault(fault);
    expect((await listDeliveries(harness.database)).map(({ state }) => state)).toEqual(["waiting"]);
    await letTimePass(harness.database);
    const heir = await startVictim();
    await waitFor(async () => (await harness.shop.readSession(body.id)).status === "APPROVED", {
      timeoutMs: 30_000,
    });
    await heir.process.stop();
    await heir.client.close();
    const events = await listEvents(harness.database, body.id);
    expect(events.map(({ type }) => type)).toEqual(["session.created", "session.decided"]);
    expect((await listDeliveries(harness.database)).map(({ state }) => state)).toEqual(["applied"]);
  });

  it("after the intent and before the outcome leaves the key to be taken up again", async () => {
    const { control } = harness.identomat;
    const victim = await startVictim();
    const key = crypto.randomUUID();
    const fault = control.addFault({ fault: { kind: "hang", takesEffect: true }, operation: "begin" });
    const begun = control.ledger().requests["begin"] ?? 0;
    const lost = victim.client.createSession({}, key).catch((error: unknown) => error);
    await waitFor(() => (control.ledger().requests["begin"] ?? 0) > begun);
    await victim.process.kill();
    expect(await lost).toBeInstanceOf(Error);
    await victim.client.close();
    control.removeFault(fault);
    expect(await harness.shop.createSession({}, key)).toMatchObject({
      status: 409,
      body: { code: "idempotency_key_in_use", retryable: true },
    });
    await letTimePass(harness.database);
    const { status, body } = await harness.shop.createSession({}, key);
    expect(status).toBe(201);
    expect(await listEvents(harness.database, body.id)).toMatchObject([{ seq: 1, type: "session.created" }]);
  });

  it("in a storm of webhooks has stored every one that it accepted", async () => {
    const victim = await startVictim({ KYC_ROLES: "api" });
    const references = Array.from({ length: 2000 }, () =>
      crypto.randomUUID().replaceAll("-", "").padEnd(40, "0"),
    );
    const accepted: string[] = [];
    const storm = references.map(async (sessionId) => {
      const body = { callbackApiKey: "shop-callback-key", type: "update", sessionId };
      const answer = await victim.client
        .request("POST", "/webhooks/identomat/shop-identomat", { body })
        .catch(() => undefined);
      if (answer?.status === 200) accepted.push(sessionId);
    });
    await waitFor(() => accepted.length > 200);
    await victim.process.kill();
    await Promise.all(storm);
    await victim.client.close();
    expect(accepted.length).toBeLessThan(references.length);
    const { rows } = await harness.database.pool.query<{ session_reference: string }>(
      "select session_reference from deliveries where session_reference = any($1)",
      [accepted],
    );
    expect(rows.map(({ session_reference }) => session_reference).sort()).toEqual([...accepted].sort());
  });
});

describe("a gateway that is asked to stop", () => {
  it("ends what it has begun, commits what it has accepted, and exits with 0", async () => {
    const { control } = harness.identomat;
    const victim = await startVictim();
    const fault = control.addFault({ fault: { kind: "latency", delay: { ms: 1000 } }, operation: "begin" });
    const begun = control.ledger().requests["begin"] ?? 0;
    const inFlight = victim.client.createSession();
    await waitFor(() => (control.ledger().requests["begin"] ?? 0) > begun);
    const stopping = victim.process.stop();
    const { status, body } = await inFlight;
    expect(status).toBe(201);
    expect(await stopping).toEqual({ code: 0, signal: null });
    control.removeFault(fault);
    await victim.client.close();
    expect((await harness.shop.readSession(body.id)).status).toBe("SESSION_CREATED");
  });

  it("is not ready while traffic moves away, and serves on until then", async () => {
    const victim = await startVictim({ KYC_SHUTDOWN_GRACE_MS: "1500" });
    const stopping = victim.process.stop();
    const readiness = await waitFor(async () => {
      const answer = await victim.client.get<{ checks: object }>("/readyz");
      return answer.status === 503 ? answer : undefined;
    });
    expect(readiness.body.checks).toMatchObject({ accepting: "failed", database: "ok" });
    const reference = crypto.randomUUID().replaceAll("-", "").padEnd(40, "0");
    const delivered = await victim.client.request("POST", "/webhooks/identomat/shop-identomat", {
      body: { callbackApiKey: "shop-callback-key", type: "update", sessionId: reference },
    });
    expect(delivered.status).toBe(200);
    expect(await stopping).toEqual({ code: 0, signal: null });
    await victim.client.close();
    const { rows } = await harness.database.pool.query(
      "select 1 from deliveries where session_reference = $1",
      [reference],
    );
    expect(rows).toHaveLength(1);
  });
});

function run(args: string[], env: Record<string, string>): Promise<NodeProcess> {
  return spawnGateway({ args, env });
}

describe("a gateway that cannot be configured", () => {
  it("does not start, and names every issue of its own variables and of Kvary's at once", async () => {
    const attempt = await run(["start"], {
      PORT: "seventy",
      KYC_MASTER_KEY: "short-canary",
      LOG_LEVEL: "loud",
      JWT_SECRET: "weak-canary",
      IDENTOMAT_VERIFY_WEBHOOK: "false",
    });
    expect(await attempt.waitForExit()).toEqual({ code: 2, signal: null });
    for (const name of [
      "PORT",
      "KYC_MASTER_KEY",
      "LOG_LEVEL",
      "JWT_SECRET",
      "IDENTOMAT_COMPANY_KEY",
      "IDENTOMAT_VERIFY_WEBHOOK",
    ])
      expect(attempt.output).toContain(name);
    expect(attempt.output).not.toContain("canary");
  });

  it("refuses unchecked webhooks in production, and says why", async () => {
    const attempt = await run(["start"], {
      ...describeEnvironment({ databaseUrl: harness.database.url }),
      NODE_ENV: "production",
      JWT_SECRET: "x".repeat(32),
      IDENTOMAT_COMPANY_KEY: "k",
      IDENTOMAT_VERIFY_WEBHOOK: "false",
    });
    expect((await attempt.waitForExit()).code).toBe(2);
    expect(attempt.output).toContain("IDENTOMAT_VERIFY_WEBHOOK=false is refused in production");
  });

  it("does not start with an adapter that is not there", async () => {
    const env = describeEnvironment({
      databaseUrl: harness.database.url,
      env: { KYC_ADAPTERS: "@kyc-gateway/adapter-nowhere" },
    });
    const attempt = await run(["start"], env);
    expect((await attempt.waitForExit()).code).toBe(2);
    expect(attempt.output).toContain("@kyc-gateway/adapter-nowhere");
  });

  it("migrates by command, again and again", async () => {
    const env = describeEnvironment({ databaseUrl: harness.database.url });
    const first = await run(["migrate"], env);
    expect((await first.waitForExit()).code).toBe(0);
    expect(first.output).toContain("up to date");
  });
});
