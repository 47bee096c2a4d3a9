import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Adapter, Connection } from "@kyc-gateway/adapter-spec/v1";
import { loadAdapters, type Adapters } from "@kyc-gateway/gateway";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  adapterPackages,
  describeEnvironment,
  startHarness,
  type Harness,
} from "../support/gateway-harness.ts";
import { spawnNode } from "../support/spawn-node.ts";
import { waitFor } from "../support/wait-for.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Texts that are told to the gateway in every way there is, and that must not come out anywhere else. */
const canaries = {
  name: "Kanarienvogelina",
  family: "Zitronenzeisig",
  mail: "canary@birds.example",
  phone: "+995555987654",
  number: "01019098765",
  title: "canary-in-metadata",
  path: "canary-in-path",
  query: "canary-in-query",
  header: "canary-in-header",
  body: "canary-in-broken-body",
  webhook: "canary-in-webhook",
  code: "135790",
  applicant: "canary-applicant-id",
  dead: "canary-in-dead-delivery",
  fault: "canary-in-adapters-fault",
} as const;

let harness: Harness;
let answers = "";
beforeAll(async () => {
  harness = await startHarness({ adapters: await loadFaultyAdapters() });
  await sing();
});
afterAll(() => harness[Symbol.asyncDispose]());

const applicant = {
  id: canaries.applicant,
  givenName: canaries.name,
  familyName: canaries.family,
  email: canaries.mail,
  phone: canaries.phone,
  personalNumber: canaries.number,
};

/** References whose reads fail as an adapter's own fault does, with all that it knows in the error. */
const faulty = new Set<string>();

function loadFaultyAdapters(): Promise<Adapters> {
  return loadAdapters(adapterPackages, async (packageName) => {
    const { default: adapter } = (await import(packageName)) as { default: Adapter };
    return {
      default: { ...adapter, connect: (...given) => breakReads(adapter.connect(...given)) } satisfies Adapter,
    };
  });
}

function breakReads(connection: Connection): Connection {
  return {
    ...connection,
    sessions: {
      ...connection.sessions,
      async read(reference, call) {
        if (faulty.has(reference.id))
          throw Object.assign(new Error(canaries.fault, { cause: { name: canaries.name } }), {
            body: canaries,
          });
        return connection.sessions.read(reference, call);
      },
    },
  };
}

/** What a provider sends and nobody ever takes: not understood, of a session of nobody, of one that cannot be read. */
async function leaveDeadDeliveries(reference: string): Promise<void> {
  const post = (body: object) =>
    harness.shop.request("POST", "/webhooks/identomat/shop-identomat", {
      body: { callbackApiKey: "shop-callback-key", note: canaries.dead, ...body },
    });
  await post({ type: canaries.dead });
  await post({ type: "session-status-update", sessionId: crypto.randomUUID() });
  faulty.add(reference);
  await post({ type: "session-status-update", sessionId: reference });
  const { pool } = harness.database;
  await waitFor(async () => {
    const { rows } = await pool.query("select from deliveries where state in ('parked', 'unmatched')");
    return rows.length >= 2;
  });
  const isUnrecognised = /^kyc_provider_calls_total\{.*outcome="unrecognised"\} [1-9]/m;
  await waitFor(async () => isUnrecognised.test((await harness.shop.get("/metrics")).text), {
    timeoutMs: 15_000,
  });
}

/** Everything that could carry a canary: good requests, bad ones, failures of provider and database, callbacks. */
async function sing(): Promise<void> {
  const { shop, identomat, database } = harness;
  const { body } = await shop.createSession({ applicant, metadata: { note: canaries.title } });
  const reference = await harness.findReference(body.id);
  identomat.control.act(reference, { act: "approve" });
  await waitFor(async () => (await shop.readSession(body.id)).status === "APPROVED");
  identomat.control.emit({ sessionId: reference, type: "one-time-password-request" });
  identomat.control.emit({ sessionId: reference, type: "other", fields: { note: canaries.webhook } });
  await identomat.control.settleCallbacks();
  const wrong = [
    shop.request("POST", "/v1/sessions", { body: `{"flow":"${canaries.body}"` }),
    shop.request("POST", "/v1/sessions", {
      body: { flow: "standard", applicant: { ...applicant, email: canaries.body } },
    }),
    shop.request("POST", "/v1/sessions", { body: { flow: canaries.body, applicant: canaries.body } }),
    shop.get(`/v1/sessions/${canaries.path}`),
    shop.get(`/${canaries.path}/%zz`),
    shop.get(`/v1/sessions?cursor=${canaries.query}`),
    shop.get(`/v1/sessions?status=${canaries.query}`),
    shop.request("GET", "/v1/sessions", { headers: { authorization: `Bearer ${canaries.header}` } }),
    shop.request("GET", "/v1/sessions", {
      headers: { traceparent: canaries.header, "x-request-id": canaries.header },
    }),
    shop.request("POST", "/webhooks/identomat/shop-identomat", {
      body: { callbackApiKey: canaries.webhook },
    }),
    shop.request("POST", `/webhooks/identomat/${canaries.path}`, { body: canaries.body }),
  ];
  for (const shape of ["html", "unknown_status", "truncated_json"] as const) {
    identomat.control.addFault({ fault: { kind: "garbage", shape }, operation: "result", next: 1 });
    wrong.push(shop.request("POST", `/v1/sessions/${body.id}/refresh`));
    await wrong.at(-1);
  }
  identomat.control.addFault({ fault: { kind: "garbage", shape: "html" }, operation: "begin", next: 3 });
  wrong.push(shop.createSession({ applicant }));
  await wrong.at(-1);
  identomat.control.clearFaults();
  await database.pool.query("alter table outbox rename to outbox_away");
  wrong.push(shop.createSession({ applicant, metadata: { note: canaries.title } }));
  await wrong.at(-1);
  await database.pool.query("alter table outbox_away rename to outbox");
  const refusals = (await Promise.all(wrong)).filter(({ status }) => status >= 400);
  await leaveDeadDeliveries(await harness.findReference((await shop.createSession({ applicant })).body.id));
  for (const path of [
    `/v1/applicants/${canaries.applicant}`,
    `/v1/sessions?applicantId=${canaries.applicant}`,
  ])
    expect((await shop.get(path)).status).toBe(200);
  answers = refusals.map(({ text }) => text).join("\n");
}

/** Beside the canaries: everything secret that the gateway itself holds. */
function listSecrets(): string[] {
  return [
    ...Object.values(canaries),
    harness.key,
    harness.key.slice(4, 40),
    "shop-company-key",
    "shop-callback-key",
  ];
}

function findLeaks(text: string): string[] {
  return listSecrets().filter((secret) => text.includes(secret));
}

describe("personal data and secrets appear", () => {
  it("in no log line", () => {
    const log = harness.capture.lines.join("");
    // The log did speak, also of what went wrong.
    expect(log).toContain('"request_failed"');
    expect(log).toContain('"provider_call_failed"');
    expect(findLeaks(log)).toEqual([]);
  });

  it("in no answer that refuses something", () => {
    for (const code of ["provider_unrecognised", "internal_error", "unauthenticated", "webhook_unauthentic"])
      expect(answers).toContain(`"code":"${code}"`);
    expect(answers).toContain("malformed_body");
    expect(findLeaks(answers)).toEqual([]);
  });

  it("in no metric", async () => {
    expect(findLeaks((await harness.shop.get("/metrics")).text)).toEqual([]);
  });

  it("in no job, done or failed", async () => {
    await harness.database.pool.query(
      "select graphile_worker.add_job('refresh-session', json_build_object('sessionId', gen_random_uuid(), 'cause', 'webhook'), run_at := now() + interval '1 hour')",
    );
    const { rows } = await harness.database.pool.query(
      "select payload, last_error from graphile_worker._private_jobs",
    );
    expect(rows).not.toEqual([]);
    expect(findLeaks(JSON.stringify(rows))).toEqual([]);
  });

  it("readable in no table, but for what the product asked to have back", async () => {
    const { pool } = harness.database;
    const { rows: tables } = await pool.query<{ name: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
    );
    const names = tables.map(({ name }) => name);
    for (const name of ["public.sessions", "kyc_keys.applicant_keys", "graphile_worker._private_jobs"])
      expect(names).toContain(name);
    const found = new Set<string>();
    for (const name of names) {
      const { rows } = await pool.query<{ line: string }>(`select t::text as line from ${name} t`);
      const text = rows.map(({ line }) => line).join("\n");
      // Bytes are shown in hexadecimal: a canary that was not sealed would show as such.
      const place = name.replace(/_\d{8}$/, "");
      const bytes = listSecrets().filter((secret) => text.includes(Buffer.from(secret).toString("hex")));
      for (const secret of [...findLeaks(text), ...bytes]) found.add(`${place}: ${secret}`);
    }
    // The product's own note, and a word of the provider's for an event, by which operators find deliveries.
    expect([...found].sort()).toEqual([
      `public.deliveries: ${canaries.dead}`,
      `public.sessions: ${canaries.title}`,
    ]);
  });

  it("in no event", async () => {
    const { rows } = await harness.database.pool.query("select data from outbox");
    expect(findLeaks(JSON.stringify(rows))).toEqual([]);
  });
});

describe("a process that crashes", () => {
  it("says where, and nothing of what it held", async () => {
    const crash = `process.on("SIGUSR2", () => void Promise.reject(
      Object.assign(new Error(process.env.CANARIES), { claims: process.env.CANARIES })))`;
    const victim = spawnNode({
      script: join(root, "gateway/src/cli/main.ts"),
      args: ["start"],
      cwd: join(root, "test"),
      env: {
        ...describeEnvironment({ databaseUrl: harness.database.url }),
        CANARIES: Object.values(canaries).join(),
        NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(crash)}`,
      },
    });
    await victim.waitForLine(/"gateway_started"/, { timeoutMs: 30_000 });
    process.kill(victim.pid, "SIGUSR2");
    const line = await victim.waitForLine(/"gateway_crashed"/, { timeoutMs: 10_000 });
    expect(JSON.parse(line)).toMatchObject({ level: "fatal", errorName: "Error" });
    expect((await victim.waitForExit()).code).toBe(1);
    expect(findLeaks(victim.output)).toEqual([]);
  }, 60_000);
});

describe("metrics", () => {
  it("pass Prometheus' own check", async () => {
    const { text } = await harness.shop.get("/metrics");
    const check = spawnSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" });
    expect(check.error).toBeUndefined();
    expect([check.status, check.stdout, check.stderr]).toEqual([0, "", ""]);
  });

  it("tell of requests, providers, deliveries, transitions, jobs and what waits", async () => {
    const { text } = await harness.shop.get("/metrics");
    for (const name of [
      "kyc_http_request_duration_seconds",
      "kyc_overhead_duration_seconds",
      "kyc_provider_call_duration_seconds",
      "kyc_provider_retries_total",
      "kyc_provider_breaker_state",
      "kyc_webhook_deliveries_total",
      "kyc_webhook_ack_duration_seconds",
      "kyc_webhook_apply_lag_seconds",
      "kyc_session_transitions_total",
      "kyc_jobs_total",
      "kyc_inbox_deliveries",
      "kyc_inbox_oldest_delivery_seconds",
      "kyc_outbox_newest_event_age_seconds",
      "kyc_database_up",
    ])
      expect(text).toContain(`# TYPE ${name} `);
    expect(text).toMatch(/^kyc_session_transitions_total\{to="APPROVED",cause="webhook"\} 1$/m);
    expect(text).toMatch(/^kyc_rejected_webhooks_total\{connection="shop-identomat",reason="wrong"\} 1$/m);
  });

  it("have no label with an id in it, and no more of them than there are routes", async () => {
    const { text } = await harness.shop.get("/metrics");
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/);
    const { paths } = (await harness.shop.get<{ paths: object }>("/openapi.json")).body;
    const routes = new Set([...text.matchAll(/route="([^"]*)"/g)].map(([, route]) => route));
    expect(routes.size).toBeLessThan(Object.keys(paths).length + 3);
    for (const route of routes) expect(route).toMatch(/^(unmatched|\/[a-z0-9/:._*-]*)$/i);
  });
});
