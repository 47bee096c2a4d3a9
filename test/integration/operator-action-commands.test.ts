import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { runCommand } from "../support/run-command.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

const run = (...args: string[]) => runCommand(harness, args);

async function succeed(...args: string[]): Promise<string> {
  const { code, output } = await run(...args);
  expect({ code, output }).toEqual({ code: 0, output });
  return output;
}

async function create(act?: "approve" | "manual_check", status?: string): Promise<string> {
  const { id } = (await harness.shop.createSession({ applicant: { id: "command-user" } })).body;
  if (act !== undefined) harness.identomat.control.act(await harness.findReference(id), { act });
  if (status !== undefined)
    await waitFor(async () => (await harness.shop.readSession(id)).status === status, { timeoutMs: 20_000 });
  return id;
}

const findAudit = async (action: string) =>
  (
    await harness.database.pool.query<{ operator: string }>(
      "select operator from audit_log where action = $1",
      [action],
    )
  ).rows.map(({ operator }) => operator);

describe("kyc-gateway session", () => {
  it("finds a session by the provider's reference, of whatever tenant, and shows it in part", async () => {
    const id = await create();
    const other = await create();
    const reference = await harness.findReference(id);
    const found = await succeed("session", "list", "--reference", reference);
    expect(found).toContain(id);
    expect(found).not.toContain(other);
    expect(found).not.toContain(reference);
    expect(await succeed("session", "list", "--reference", reference, "--tenant", "bank")).not.toContain(id);
    const refused = await run("session", "list", "--connection", "nothing");
    expect(refused.output).toContain("There is no such connection");
    expect(refused.code).toBeGreaterThan(0);
  });

  it("decides by name, once, and says what cannot be decided", async () => {
    const id = await create("manual_check", "PENDING_REVIEW");
    const words = ["session", "decide", id, "--as", "REJECTED", "--reason", "seen by Nino"];
    expect(await succeed(...words)).toContain(`session ${id} REJECTED`);
    expect(await succeed(...words)).toContain("REJECTED");
    expect(await findAudit("session.decide")).toEqual([expect.stringContaining("command line")]);
    const open = await create();
    const refused = await run("session", "decide", open, "--as", "APPROVED", "--reason", "x");
    expect(refused.output).toContain("cannot be decided");
    for (const wrong of [
      ["session", "decide", id, "--as", "APPROVED"],
      ["session", "decide", id, "--reason", "x"],
      ["session", "decide", id, "--as", "MAYBE", "--reason", "x"],
      ["session", "decide", crypto.randomUUID(), "--as", "APPROVED", "--reason", "x"],
    ])
      expect((await run(...wrong)).code).toBeGreaterThan(0);
  });

  it("erases with a reason, and a legal hold prevents it", async () => {
    const id = await create("approve", "APPROVED");
    await succeed("hold", "add", "--tenant", "shop", "--session", id, "--reason", "court");
    expect((await run("session", "erase", id, "--reason", "asked for")).output).toContain(
      "a legal hold keeps the data",
    );
    const { rows } = await harness.database.pool.query<{ id: string }>("select id from legal_holds");
    await succeed("hold", "release", rows[0]?.id ?? "", "--reason", "over");
    const output = await succeed("session", "erase", id, "--reason", "asked for");
    const erasureId = /erasure ([0-9a-f-]{36})/.exec(output)?.[1] ?? "";
    expect(await succeed("erasure", "show", erasureId)).toContain("tenant: shop");
    expect((await run("session", "erase", crypto.randomUUID(), "--reason", "x")).output).toContain(
      "no session",
    );
    expect((await run("session", "erase", id)).code).toBeGreaterThan(0);
  });
});

describe("kyc-gateway erasure", () => {
  it("has nothing to retry or to confirm where none is open", async () => {
    const id = crypto.randomUUID();
    for (const words of [
      ["erasure", "retry", id],
      ["erasure", "confirm", id, "--reason", "by letter"],
    ])
      expect((await run(...words)).output).toContain("has no open erasure");
    expect((await run("erasure", "confirm", id)).code).toBeGreaterThan(0);
  });

  it("confirms and retries one that no provider has confirmed", async () => {
    const id = await create("approve", "APPROVED");
    harness.identomat.control.addFault({ fault: { kind: "rate_limited" }, operation: "delete" });
    await succeed("session", "erase", id, "--reason", "asked for");
    const { pool } = harness.database;
    await pool.query(
      "update provider_erasures set state = 'dead' where session_id = $1 and state = 'pending'",
      [id],
    );
    expect(await succeed("erasure", "retry", id)).toContain("tried again");
    expect(await succeed("erasure", "confirm", id, "--reason", "by letter")).toContain("confirmed");
    const { rows } = await pool.query("select outcome from provider_erasures where session_id = $1", [id]);
    expect(rows).toEqual([{ outcome: "confirmed_by_operator" }]);
  });
});

describe("kyc-gateway job", () => {
  it("lists dead jobs and lets one run again", async () => {
    const { pool } = harness.database;
    const { rows } = await pool.query<{ id: string }>(
      "select (graphile_worker.add_job('refresh-session', '{}', job_key := 'dead-one', run_at := now() + interval '1 hour')).id::text as id",
    );
    const id = rows[0]?.id ?? "";
    await pool.query("update graphile_worker._private_jobs set attempts = max_attempts where id = $1", [id]);
    expect(await succeed("job", "list", "--state", "dead")).toContain("refresh-session");
    expect(await succeed("job", "retry", id)).toContain("queued");
    expect(await findAudit("job.retry")).toEqual([expect.stringContaining("command line")]);
    expect((await run("job", "retry", id)).output).toContain("no dead job");
    expect((await run("job", "retry", "all")).output).toContain("a whole number");
  });
});

describe("kyc-gateway delivery replay", () => {
  it("replays parked deliveries without naming one: there are none", async () => {
    expect(await succeed("delivery", "replay", "--dry-run")).toContain("No delivery is parked");
    expect((await run("delivery", "replay", "--connection", "nothing")).output).toContain(
      "no such connection",
    );
  });
});

describe("kyc-gateway operator", () => {
  it("gives a role, changes it, and refuses one that there is not", async () => {
    const name = "command-operator";
    expect(await succeed("operator", "add", name, "--role", "viewer")).toMatch(/kop_/);
    expect(await succeed("operator", "set-role", name, "--role", "reviewer")).toContain("reviewer");
    expect(await succeed("operator", "list")).toMatch(/command-operator.*reviewer/);
    expect((await run("operator", "add", "another")).code).toBeGreaterThan(0);
    const refused = await run("operator", "add", "another", "--role", "king");
    expect(refused.output).toMatch(/viewer, support, reviewer, administrator/);
    expect((await run("operator", "set-role", "nobody", "--role", "viewer")).output).toContain("no operator");
  });
});
