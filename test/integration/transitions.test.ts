import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Gateway } from "@kyc-gateway/gateway";
import { createApiClient, type ApiClient } from "../support/api-client.ts";
import {
  startHarness,
  startTestGateway,
  waitUntilServing,
  type Harness,
} from "../support/gateway-harness.ts";
import { listEvents } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

// A lease whose holder failed to store what it read has to run out first.
vi.setConfig({ testTimeout: 60_000 });

let harness: Harness;
let replica: Gateway;
let toReplica: ApiClient;
beforeAll(async () => {
  harness = await startHarness();
  replica = await startTestGateway({ databaseUrl: harness.database.url });
  toReplica = createApiClient(replica.url, harness.key);
  await waitUntilServing(toReplica);
});
afterAll(async () => {
  await toReplica.close();
  await replica.stop();
  await harness[Symbol.asyncDispose]();
});

describe("a transition and its event commit together, or not at all", () => {
  it("without gap or duplicate while two replicas are asked to look all the time", async () => {
    const { control } = harness.identomat;
    const started = await Promise.all(Array.from({ length: 10 }, () => harness.shop.createSession()));
    await Promise.all(
      started.map(async ({ body: { id } }) => {
        const reference = await harness.findReference(id);
        for (const act of [
          "start",
          "manual_check",
          "operator_approve",
          "operator_reject",
          "operator_approve",
        ] as const) {
          control.act(reference, { act });
          await Promise.all(
            [harness.shop, toReplica, harness.shop].map((client) =>
              client.request("POST", `/v1/sessions/${id}/refresh`),
            ),
          );
        }
        await waitFor(async () => (await harness.shop.readSession(id)).status === "APPROVED", {
          timeoutMs: 15_000,
        });
      }),
    );
    await control.settleCallbacks();
    for (const { body } of started) {
      const session = await harness.shop.readSession(body.id);
      const events = await listEvents(harness.database, body.id);
      const { entries } = await harness.shop.readTimeline(body.id);
      const expected = Array.from({ length: session.seq }, (_, index) => index + 1);
      expect(events.map(({ seq }) => seq)).toEqual(expected);
      expect(entries.map(({ seq }) => seq)).toEqual(expected);
      // Each begins where the one before ended, and events and timeline tell the same story.
      const chain = entries.map(({ from, to }) => `${from}>${to}`);
      expect(events.map(({ data }) => `${data.previousStatus}>${data.status}`)).toEqual(chain);
      expect(entries.map(({ from }) => from)).toEqual([
        "NOT_STARTED",
        ...entries.map(({ to }) => to).slice(0, -1),
      ]);
    }
  });

  it("when the event cannot be stored: the session does not move, and does so later", async () => {
    const { pool } = harness.database;
    const { body } = await harness.shop.createSession();
    await pool.query(
      `create function refuse() returns trigger language plpgsql as 'begin raise exception ''no''; end';
       create trigger refuse before insert on outbox for each row execute function refuse()`,
    );
    harness.identomat.control.act(await harness.findReference(body.id), { act: "approve" });
    const refused = await harness.shop.request("POST", `/v1/sessions/${body.id}/refresh`);
    expect([200, 500]).toContain(refused.status);
    expect(await harness.shop.readSession(body.id)).toMatchObject({ status: "SESSION_CREATED", seq: 1 });
    const { rows } = await pool.query("select 1 from session_reports where session_id = $1", [body.id]);
    expect(rows).toEqual([]);
    await pool.query("drop trigger refuse on outbox");
    await waitFor(
      async () => {
        await harness.shop.request("POST", `/v1/sessions/${body.id}/refresh`);
        return (await harness.shop.readSession(body.id)).status === "APPROVED";
      },
      { timeoutMs: 28_000 },
    );
    expect((await listEvents(harness.database, body.id)).map(({ seq }) => seq)).toEqual([1, 2]);
  });
});
