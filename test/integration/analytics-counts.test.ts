import type { AnalyticsReport } from "@kyc-gateway/http-api";
import { addOperator } from "@kyc-gateway/gateway";
import * as fc from "fast-check";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countNextSessions } from "../../gateway/src/features/analytics/count-sessions.store.ts";
import { wipeSessions } from "../../gateway/src/features/privacy/erasure/wipe-sessions.store.ts";
import { countPlainly, simplifyRow } from "../support/analytics-plain-count.ts";
import { writeIntent, writeTransition, type StoredStory, type Story } from "../support/analytics-stage.ts";
import { inventStories, recordRoute } from "../support/analytics-stories.ts";
import { createApiClient, type ApiClient } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Two whole days that are over. */
const begin = (Math.floor(Date.now() / dayMs) - 2) * dayMs;
const period = `from=${new Date(begin).toISOString()}&to=${new Date(begin + 2 * dayMs).toISOString()}`;

let harness: Harness;
let operator: ApiClient;
/** Another process that counts. */
let other: Pool;
beforeAll(async () => {
  // Nobody counts but the tests.
  harness = await startHarness({ env: { KYC_ROLES: "api" } });
  const { gateway, database } = harness;
  other = new Pool({ connectionString: database.url, max: 2 });
  other.on("error", () => undefined);
  const actor = { operator: "test", requestId: null };
  operator = createApiClient(
    gateway.url,
    await addOperator(gateway.services.database, actor, { name: "nino", role: "viewer" }),
  );
  await waitFor(async () => (await operator.get("/admin/v1/analytics")).status === 200);
});
afterAll(async () => {
  await operator.close();
  await other.end();
  await harness[Symbol.asyncDispose]();
});

const worker = (pool: Pool) => ({ pool, vault: harness.gateway.services.vault });
const own = (): Pool => harness.gateway.services.database.pool;
const numberEvents = () => own().query("select number_events(5000, 'test')");

async function countAll(): Promise<void> {
  await numberEvents();
  for (let hasMore = true; hasMore;) ({ hasMore } = await countNextSessions(worker(own())));
}

/** A process that dies before its n-th statement: its backend is gone, and so is its transaction. */
async function countAndDie(statement: number): Promise<void> {
  const dying = {
    connect: async () => {
      const client = await other.connect();
      client.on("error", () => undefined);
      const query = client.query.bind(client) as (...parts: unknown[]) => Promise<unknown>;
      let asked = 0;
      const ask = async (...parts: unknown[]) => {
        asked += 1;
        if (asked === statement) {
          const { rows } = (await query("select pg_backend_pid() as pid")) as { rows: { pid: number }[] };
          await own().query("select pg_terminate_backend($1)", [rows[0]?.pid]);
        }
        return query(...parts);
      };
      return Object.assign(Object.create(client) as typeof client, {
        query: ask,
        release: () => client.release(true),
      });
    },
  } as unknown as Pool;
  await countNextSessions(worker(dying)).catch(() => undefined);
}

/** Counts, and when the documents are read and nothing is stored yet begins what must wait until it is. */
async function countAndMeet(start: () => Promise<unknown>): Promise<void> {
  let begun: Promise<unknown> | undefined;
  let isOver = false;
  const waits = "select from pg_locks where locktype = 'advisory' and not granted";
  const met = {
    connect: async () => {
      const client = await other.connect();
      const query = client.query.bind(client) as (...parts: unknown[]) => Promise<unknown>;
      const ask = async (...parts: unknown[]) => {
        if (begun === undefined && JSON.stringify(parts).includes("json_to_recordset")) {
          begun = start().finally(() => (isOver = true));
          await waitFor(async () => isOver || (await own().query(waits)).rows.length > 0);
        }
        return query(...parts);
      };
      return Object.assign(Object.create(client) as typeof client, { query: ask });
    },
  } as unknown as Pool;
  await countNextSessions(worker(met));
  await begun;
}

/** Of each roll-up, of tenants and of all together. */
const groupings = [
  [],
  ["tenant"],
  ["tenant", "connection"],
  ["tenant", "flow"],
  ["flow", "country"],
  ["connection", "rule", "variant"],
  ["country", "documentType"],
  ["tenant", "flow", "connection", "rule", "variant", "country", "documentType"],
] as const;

async function expectPlainCounts(stories: readonly StoredStory[]): Promise<void> {
  for (const granularity of ["hour", "day"] as const)
    for (const groupBy of groupings) {
      const query = `${period}&granularity=${granularity}${groupBy.length === 0 ? "" : `&groupBy=${groupBy.join()}`}`;
      const { body } = await operator.get<AnalyticsReport>(`/admin/v1/analytics?${query}`);
      const found = new Map(
        body.items.map((row) => [
          JSON.stringify([row.startsAt, ...groupBy.map((name) => row[name])]),
          simplifyRow(row),
        ]),
      );
      const stepMs = granularity === "hour" ? hourMs : dayMs;
      expect(Object.fromEntries(found)).toEqual(
        Object.fromEntries(countPlainly(stories, { groupBy, stepMs })),
      );
    }
}

/** Everything that was rolled up. */
async function readRollUps(): Promise<readonly unknown[]> {
  const { rows: cells } = await own().query(
    "select * from analytics_cells order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
  );
  const { rows: reasons } = await own().query(
    "select * from analytics_reasons order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11",
  );
  return [...cells, ...reasons];
}

describe("counting sessions", () => {
  let stories: StoredStory[] = [];

  /** Tells stories from their begin to their end, one after the other; after each follows what is given. */
  async function tellWhole(invented: readonly Story[], then: () => Promise<unknown>): Promise<StoredStory[]> {
    const { database, vault } = harness.gateway.services;
    const told: StoredStory[] = [];
    for (const story of invented) {
      const written = await writeIntent({ database, vault }, story);
      for (const index of written.transitions.keys())
        await writeTransition(own(), { vault }, { story: written, index });
      told.push(written);
      await then();
    }
    stories = [...stories, ...told];
    return told;
  }

  it("comes to a plain count of what happened, whatever is late, repeated, counted by two at once or cut off", async () => {
    const invented = await inventStories({ count: 120, seed: 1, begin });
    const { database, vault } = harness.gateway.services;
    const parts = { database, vault };
    for (const story of invented) stories.push(await writeIntent(parts, story));
    // A place for each transition; which session moves next is drawn.
    const draws = fc.sample(fc.nat(), { numRuns: 4000, seed: 2 });
    const draw = (): number => draws.pop() ?? 0;
    const told = new Map(stories.map((story) => [story, 0]));
    for (let open = [...stories]; open.length > 0;) {
      const late = await other.connect();
      await late.query("begin");
      const batch = Array.from({ length: 12 }, () => open[draw() % open.length]);
      for (const [index, story] of [...new Set(batch)].entries()) {
        if (story === undefined) continue;
        const next = told.get(story) ?? 0;
        // The first one has its event's position before the others, and commits after they are counted.
        await writeTransition(index === 0 ? late : own(), { vault }, { story, index: next });
        told.set(story, next + 1);
      }
      await numberEvents();
      await countAndDie(1 + (draw() % 8));
      await Promise.all([countNextSessions(worker(own())), countNextSessions(worker(other))]);
      await late.query("commit");
      late.release();
      if (draw() % 5 === 0) await own().query("update analytics_progress set last_number = 0");
      open = open.filter((story) => (told.get(story) ?? 0) < story.transitions.length);
    }
    await countAll();
    expect(await countNextSessions(worker(own()))).toMatchObject({ sessions: 0, hasMore: false });
    await expectPlainCounts(stories);
    const { rows } = await own().query(
      "select count(*)::int as empty from analytics_cells where created <= 0",
    );
    expect(rows).toEqual([{ empty: 0 }]);
  }, 60_000);

  it("leaves erased sessions counted, and nothing that leads to them", async () => {
    const before = await readRollUps();
    const erased = stories.slice(0, 30);
    const ids = erased.map(({ id }) => id);
    const { orm } = harness.gateway.services.database;
    await orm.em.fork().transactional((em) => wipeSessions(em, ids));
    const { rows } = await own().query(
      "select country, document_type, rule, variant, decision_seconds, reasons from analytics_sessions where session_id = any ($1::uuid[])",
      [ids],
    );
    for (const row of rows)
      expect(row).toEqual({
        country: "",
        document_type: "",
        rule: "",
        variant: "",
        decision_seconds: null,
        reasons: [],
      });
    await own().query("update analytics_progress set last_number = 0");
    await countAll();
    expect(await readRollUps()).toEqual(before);
    await expectPlainCounts(stories);
  });

  it("made anew comes to the same, whatever was spoilt", async () => {
    const before = await readRollUps();
    const { analytics } = harness.gateway.services;
    await analytics.rebuild();
    expect(await readRollUps()).toEqual(before);
    await own().query("update analytics_cells set created = created + 1, decision_time7 = 7");
    await own().query("delete from analytics_reasons");
    await own().query("update analytics_sessions set flow = 'spoilt', attempts = 99 where not is_frozen");
    await analytics.rebuild();
    expect(await readRollUps()).toEqual(before);
    await expectPlainCounts(stories);
  });

  it("looks at every session again where retention dropped events before they were counted", async () => {
    await tellWhole(await inventStories({ count: 1, seed: 3, begin }), numberEvents);
    await own().query("update event_numbering set dropped_through = last_number");
    await own().query("delete from outbox");
    await countAll();
    await expectPlainCounts(stories);
  });

  it("counts a session that was erased before it was counted, as far as anything is known of it", async () => {
    const [story] = await inventStories({ count: 1, seed: 7, begin });
    if (story === undefined) throw new Error("There is no story.");
    const { database, vault } = harness.gateway.services;
    const written = await writeIntent({ database, vault }, { ...story, route: recordRoute("vip", "0") });
    for (const index of written.transitions.keys())
      await writeTransition(own(), { vault }, { story: written, index });
    await database.orm.em.fork().transactional((em) => wipeSessions(em, [written.id]));
    await countAll();
    const bare = written.transitions.map((transition) => ({ ...transition, reasons: [] }));
    stories = [...stories, { ...written, route: null, document: undefined, transitions: bare }];
    await expectPlainCounts(stories);
  });

  it("misses no event: neither the very next one, nor one before more than a step of others", async () => {
    const invented = await inventStories({ count: 80, seed: 5, begin });
    const short = invented.filter(({ tenant, transitions }) => tenant === "shop" && transitions.length === 1);
    const [next] = await tellWhole(short.slice(0, 1), countAll);
    await expectPlainCounts(stories);
    await tellWhole(short.slice(1, 2), numberEvents);
    await own().query(
      `insert into outbox (id, tenant_id, session_id, seq, type, data, occurred_at)
       select gen_random_uuid(), tenant_id, id, seq + n, 'session.updated', '{}', now()
       from sessions, generate_series(1, 600) n where id = $1`,
      [next?.id],
    );
    await countAll();
    await expectPlainCounts(stories);
  });

  it("keeps no document of a session that is erased while it is counted", async () => {
    const invented = await inventStories({ count: 40, seed: 9, begin });
    const [story] = await tellWhole(
      invented
        .filter(
          ({ document, transitions }) =>
            document !== undefined && transitions.some(({ to }) => to === "APPROVED"),
        )
        .slice(0, 1),
      numberEvents,
    );
    if (story === undefined) throw new Error("There is no story.");
    const wipe = () =>
      harness.gateway.services.database.orm.em.fork().transactional((em) => wipeSessions(em, [story.id]));
    await countAndMeet(wipe);
    const { rows } = await own().query(
      "select country, document_type, is_frozen from analytics_sessions where session_id = $1",
      [story.id],
    );
    expect(rows).toEqual([{ country: "", document_type: "", is_frozen: true }]);
  });
});
