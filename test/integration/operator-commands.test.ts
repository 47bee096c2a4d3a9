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

let people = 0;

/** A session of a person of its own. */
async function createSession(): Promise<{ id: string; applicantId: string; reference: string }> {
  people += 1;
  const applicantId = `operator-commands-${people}`;
  const { body } = await harness.shop.createSession({ flow: "standard", applicant: { id: applicantId } });
  return { id: body.id, applicantId, reference: await harness.findReference(body.id) };
}

async function approve(): Promise<Awaited<ReturnType<typeof createSession>>> {
  const session = await createSession();
  harness.identomat.control.act(session.reference, { act: "approve" });
  await waitFor(async () => (await harness.shop.readSession(session.id)).status === "APPROVED");
  return session;
}

/** The words that erase a person. */
function erasing(applicantId: string): readonly string[] {
  return ["applicant", "erase", "--tenant", "shop", "--applicant", applicantId, "--reason", "asked for"];
}

/** What the provider does meanwhile, nobody hears of. */
async function withoutCallbacks(work: () => Promise<void>): Promise<void> {
  const { control } = harness.identomat;
  control.setCallbackUrl(null, "shop");
  try {
    await work();
  } finally {
    control.setCallbackUrl(`${harness.gateway.url}/webhooks/identomat/shop-identomat`, "shop");
  }
}

/** The id of the delivery, once it is in this state. */
function findDelivery(sessionId: string, state: string): Promise<string> {
  return waitFor(async () => {
    const { rows } = await harness.database.pool.query<{ id: string }>(
      "select id from deliveries where session_id = $1 and state = $2",
      [sessionId, state],
    );
    return rows[0]?.id;
  });
}

/** A session whose callback came while the provider spoke a word that nobody knows. */
async function park(): Promise<{ sessionId: string; reference: string; deliveryId: string }> {
  const { identomat } = harness;
  const { id: sessionId, reference } = await createSession();
  const fault = { kind: "garbage", shape: "unknown_status" } as const;
  const faultId = identomat.control.addFault({ operation: "result", sessionId: reference, fault });
  identomat.control.act(reference, { act: "approve" });
  const deliveryId = await findDelivery(sessionId, "parked");
  identomat.control.removeFault(faultId);
  return { sessionId, reference, deliveryId };
}

async function readStatus(sessionId: string): Promise<string> {
  return (await harness.shop.readSession(sessionId)).status;
}

/** Who did it, in the entries whose detail names this id. */
async function findAudit(action: string, id = ""): Promise<readonly string[]> {
  const { rows } = await harness.database.pool.query<{ operator: string }>(
    "select operator from audit_log where action = $1 and detail::text like $2",
    [action, `%${id}%`],
  );
  return rows.map(({ operator }) => operator);
}

describe("kyc-gateway session", () => {
  it("lists a tenant's sessions by applicant and status", async () => {
    const { id, applicantId } = await approve();
    const other = await createSession();
    const ofPerson = await succeed("session", "list", "--tenant", "shop", "--applicant", applicantId);
    expect(ofPerson).toContain(id);
    expect(ofPerson).not.toContain(other.id);
    const approved = await succeed("session", "list", "--tenant", "shop", "--status", "APPROVED");
    expect(approved).toContain(id);
    expect(approved).not.toContain(other.id);
    expect(await succeed("session", "list", "--tenant", "bank")).not.toContain(id);
    const newest = await succeed("session", "list", "--tenant", "shop", "--limit", "1");
    expect(newest.trim().split("\n")).toHaveLength(2);
    expect(newest).toContain(other.id);
  });

  it("shows a session with its timeline and the trace of its connection, and not what lets people in", async () => {
    const { id, reference } = await approve();
    const output = await succeed("session", "show", id);
    expect(output).toContain("status: APPROVED");
    expect(output).toMatch(/SESSION_CREATED +APPROVED +provider +webhook/);
    expect(output).toMatch(/shop-identomat +chosen/);
    expect(output).not.toContain(reference);
  });

  it("refresh asks the provider and applies what it says", async () => {
    const { id, reference } = await createSession();
    await withoutCallbacks(async () => {
      harness.identomat.control.act(reference, { act: "approve" });
      expect(await readStatus(id)).toBe("SESSION_CREATED");
      expect(await succeed("session", "refresh", id)).toContain(`session ${id} APPROVED`);
      expect(await readStatus(id)).toBe("APPROVED");
    });
  });

  it("refuses to refresh a session that is erased", async () => {
    const { id, applicantId } = await createSession();
    await succeed(...erasing(applicantId));
    const { code, output } = await run("session", "refresh", id);
    expect(code).toBe(2);
    expect(output).toMatch(/erased/);
  });
});

describe("kyc-gateway delivery", () => {
  it("lists deliveries by state and connection", async () => {
    const { id } = await approve();
    const deliveryId = await findDelivery(id, "applied");
    const asked = ["delivery", "list", "--state", "applied", "--connection"];
    expect(await succeed(...asked, "shop-identomat")).toContain(deliveryId);
    expect(await succeed(...asked, "bank-identomat")).not.toContain(deliveryId);
    expect(await succeed("delivery", "list", "--state", "parked")).not.toContain(deliveryId);
  });

  it("shows a delivery's body masked", async () => {
    const { id, reference } = await approve();
    const output = await succeed("delivery", "show", await findDelivery(id, "applied"));
    expect(output).toContain(`"text(${reference.length})"`);
    expect(output).not.toContain(reference);
  });

  it("replays dry: the difference is told, and nothing has changed", async () => {
    const { id, reference } = await createSession();
    harness.identomat.control.act(reference, { act: "manual_check" });
    const deliveryId = await findDelivery(id, "applied");
    await withoutCallbacks(async () => {
      harness.identomat.control.act(reference, { act: "operator_approve" });
      const output = await succeed("delivery", "replay", deliveryId, "--dry-run");
      expect(output).toContain("PENDING_REVIEW -> APPROVED, event session.decided");
      expect(output).toContain("Nothing was changed.");
      expect(await readStatus(id)).toBe("PENDING_REVIEW");
    });
  });

  it("replays: the fetch is applied, and the audit log says who asked for it", async () => {
    const { sessionId, deliveryId } = await park();
    expect(await succeed("delivery", "replay", deliveryId)).toContain(": queued");
    await waitFor(async () => (await readStatus(sessionId)) === "APPROVED");
    expect(await findAudit("delivery.replay")).toEqual([expect.stringMatching(/^command line/)]);
  });
});

describe("kyc-gateway flow list and route preview", () => {
  it("lists a tenant's flows", async () => {
    expect(await succeed("flow", "list", "--tenant", "shop")).toMatch(/standard +shop-identomat/);
  });

  it("tells which connection would serve a request, and creates nothing", async () => {
    const args = ["--tenant", "shop", "--flow", "standard", "--applicant", "nobody-yet", "--country", "GEO"];
    const output = await succeed("route", "preview", ...args);
    expect(output).toContain("connection shop-identomat");
    expect(output).toContain("decided by the flow's own order");
    const found = await succeed("session", "list", "--tenant", "shop", "--applicant", "nobody-yet");
    expect(found.trim().split("\n")).toHaveLength(1);
  });
});

describe("kyc-gateway applicant erase and erasure", () => {
  it("tells dry what would be erased, then erases, prints the erasure and shows it", async () => {
    const { id, applicantId } = await approve();
    const dry = await succeed(...erasing(applicantId), "--dry-run");
    expect(dry).toContain(`session ${id}`);
    expect(dry).toContain("Nothing was changed.");
    expect((await harness.shop.readSession(id)).erasure).toBe("none");
    const done = await succeed(...erasing(applicantId));
    expect((await harness.shop.readSession(id)).erasure).not.toBe("none");
    expect(await findAudit("applicant.erase", id)).toEqual([expect.stringMatching(/^command line/)]);
    const erasureId = /^erasure (\S+), 1 session$/m.exec(done)?.[1] ?? "";
    const shown = await succeed("erasure", "show", erasureId);
    expect(shown).toContain("tenant: shop");
    expect(shown).toContain(id);
    expect(shown).not.toContain(applicantId);
  });

  it("lists what a provider has not confirmed", async () => {
    const { id, reference, applicantId } = await createSession();
    const fault = { kind: "server_error", status: 500 } as const;
    harness.identomat.control.addFault({ operation: "delete", sessionId: reference, fault });
    await succeed(...erasing(applicantId));
    const output = await succeed("erasure", "list", "--state", "pending");
    expect(output).toMatch(new RegExp(`${id} +shop +shop-identomat +pending`));
    expect(await succeed("erasure", "list", "--state", "dead")).not.toContain(id);
  });
});

describe("kyc-gateway hold", () => {
  it("keeps a person from being erased until it is released", async () => {
    const { id, applicantId } = await createSession();
    const person = ["--tenant", "shop", "--applicant", applicantId];
    const placed = await succeed("hold", "add", ...person, "--reason", "court order 7");
    const holdId = /^legal hold (\S+)$/m.exec(placed)?.[1] ?? "";
    expect(await succeed("hold", "list", "--tenant", "shop")).toMatch(new RegExp(`${holdId}.*court order 7`));
    expect(await succeed("hold", "list", "--tenant", "bank")).not.toContain(holdId);
    expect(await succeed(...erasing(applicantId), "--dry-run")).toContain("the erasure would be refused");
    const refused = await run(...erasing(applicantId));
    expect(refused.code).toBe(2);
    expect(refused.output).toMatch(/Nothing was erased: a legal hold keeps the data/);
    expect((await harness.shop.readSession(id)).erasure).toBe("none");
    await succeed("hold", "release", holdId, "--reason", "case closed");
    expect(await succeed("hold", "list", "--tenant", "shop")).not.toContain(holdId);
    expect(await succeed("hold", "list", "--tenant", "shop", "--all")).toContain(holdId);
    expect(await findAudit("legal-hold.place", holdId)).toEqual([expect.stringMatching(/^command line/)]);
    expect(await findAudit("legal-hold.release", holdId)).toEqual([expect.stringMatching(/^command line/)]);
    await succeed(...erasing(applicantId));
  });

  it("keeps a session", async () => {
    const { id } = await createSession();
    const placed = await succeed("hold", "add", "--tenant", "shop", "--session", id, "--reason", "audit");
    expect(placed).toContain("legal hold ");
    expect(await succeed("hold", "list")).toContain(`session ${id}`);
  });
});
