import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Erasure } from "@kyc-gateway/http-api";
import { createApiClient, readProblem } from "../support/api-client.ts";
import { waitUntilServing } from "../support/gateway-harness.ts";
import { startKvaryStage, type KvaryStage } from "../support/kvary-stage.ts";
import { runCommand } from "../support/run-command.ts";
import { letLapse, listEvents } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

vi.setConfig({ testTimeout: 90_000 });

let stage: KvaryStage;
let folder: string;
beforeAll(async () => {
  stage = await startKvaryStage();
  folder = await mkdtemp(join(tmpdir(), "kyc-import-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await stage[Symbol.asyncDispose]();
});

const decidedAt = "2025-03-01T12:00:00.000Z";

async function importApplicants(people: readonly object[], ...options: string[]): Promise<string> {
  const file = join(folder, "people.jsonl");
  await writeFile(file, people.map((person) => `${JSON.stringify(person)}\n`).join(""));
  const args = ["kvary", "import", file, "--reason", "moving over", ...options];
  return (await runCommand(stage.harness, args)).output;
}

describe("people who were decided about before there was a gateway", () => {
  it("are looked at first, taken over once, and told with who answers for it", async () => {
    const begun = (await stage.press("begun")).body.verificationId;
    const lapsed = (await stage.press("old-4")).body.verificationId;
    await letLapse(stage.harness.database, lapsed);
    // Users are told by the clock; an import looks at what is stored.
    const stored = () => listEvents(stage.harness.database, lapsed);
    await waitFor(async () => (await stored()).some(({ type }) => type === "session.expired"));
    expect(await stage.readMe("old-4")).toMatchObject({ kycStatus: "EXPIRED" });
    const people = [
      { userId: "old-4", status: "VERIFIED", decidedAt },
      { userId: "old-1", status: "VERIFIED", decidedAt, documentExpiresOn: "2031-06-28" },
      { userId: "old-2", status: "REJECTED", decidedAt },
      { userId: "old-3", status: "VERIFIED", decidedAt, documentExpiresOn: "2025-06-28" },
      { userId: "begun", status: "VERIFIED", decidedAt },
    ];
    expect(await importApplicants(people, "--dry-run")).toContain(
      "5 people: 4 verified, 1 rejected. Nothing was",
    );
    expect(await stage.readMe("old-1")).toMatchObject({ status: "UNVERIFIED", verificationId: null });
    expect(await importApplicants(people)).toContain("4 imported, 1 left as they were");
    expect(await importApplicants(people)).toContain("0 imported, 5 left as they were");

    expect(await stage.readMe("old-4")).toMatchObject({ status: "VERIFIED" });
    expect(await stage.readMe("old-2")).toMatchObject({ status: "REJECTED" });
    expect(await stage.readMe("old-3")).toMatchObject({ status: "UNVERIFIED" });
    expect(await stage.readMe("begun")).toMatchObject({ status: "PENDING", verificationId: begun });
    const { status, verificationId } = await stage.readMe("old-1");
    expect(status).toBe("VERIFIED");
    expect((await stage.press("old-1")).body).toEqual({
      verificationId,
      launchUrl: null,
      status: "APPROVED",
    });

    const id = String(verificationId);
    const { database } = stage.harness;
    expect(await listEvents(database, id)).toMatchObject([
      { seq: 1, type: "session.decided", data: { status: "APPROVED", origin: "operator" } },
    ]);
    const { rows } = await database.pool.query(
      `select s.decided_at as at, t.cause, t.origin, a.detail from sessions s join timeline t on t.session_id = s.id
       join audit_log a on a.subject = 'session ' || s.id where s.id = $1`,
      [id],
    );
    const detail = { status: "APPROVED", decidedAt, source: "kvary" };
    expect(rows).toEqual([{ at: new Date(decidedAt), cause: "import", origin: "operator", detail }]);
    const audited = "select 1 from audit_log where action = 'session.import'";
    expect((await database.pool.query(audited)).rows).toHaveLength(4);
  });

  it.each(["the person", "the session"])("can be erased like anybody else, by %s", async (what) => {
    const { harness } = stage;
    const userId = `to-erase-by-${what.replaceAll(" ", "-")}`;
    await importApplicants([
      { userId, status: "VERIFIED", decidedAt, documentExpiresOn: "2031-06-28" },
      { userId: `beside-${userId}`, status: "REJECTED", decidedAt },
    ]);
    const { verificationId } = await stage.readMe(userId);
    const scopes = ["sessions:erase", "sessions:read"] as const;
    const { key } = await harness.provisioning.createKey({ tenant: "kvary", name: userId, scopes });
    const product = createApiClient(harness.gateway.url, key);
    await waitUntilServing(product);
    const path = what === "the person" ? `applicants/${userId}` : `sessions/${verificationId}`;
    const { status, headers } = await product.request("DELETE", `/v1/${path}`);
    expect(status).toBe(202);
    const erasure = await waitFor(async () => {
      const { body } = await product.get<Erasure>(String(headers["location"]));
      return body.receipt === null ? undefined : body;
    });
    expect(erasure.sessions).toMatchObject([{ id: verificationId, atProvider: "unknown" }]);
    expect(await stage.readMe(userId)).toMatchObject({ status: "UNVERIFIED" });
    expect(await stage.readMe(`beside-${userId}`)).toMatchObject({ status: "REJECTED" });
    expect(readProblem(await product.get(`/v1/applicants/${userId}`)).code).toBe("applicant_not_found");
    // Whoever was erased can be verified anew.
    expect(await stage.press(userId)).toMatchObject({ status: 200, body: { status: "SESSION_CREATED" } });
    await product.close();
  });

  it("are not taken over at all from a file with issues", async () => {
    const people = [
      { userId: "good", status: "VERIFIED", decidedAt },
      { userId: "bad", status: "APPROVED", decidedAt },
    ];
    const output = await importApplicants(people);
    expect(output).toContain("line 2: status must be VERIFIED or REJECTED");
    expect(output).not.toMatch(/^\s+at /m);
    expect(await stage.readMe("good")).toMatchObject({ status: "UNVERIFIED", verificationId: null });
  });
});
