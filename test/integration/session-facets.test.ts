import { request as send } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { startFacetStage, type FacetStage } from "../support/facet-stage.ts";
import { waitUntilServing, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: FacetStage;
let harness: Harness;
beforeAll(async () => {
  stage = await startFacetStage();
  ({ harness } = stage);
});
afterEach(() => harness.identomat.control.clearFaults());
afterAll(() => stage.close());

async function startApproved(flow = "standard"): Promise<string> {
  const { body } = await harness.shop.createSession({ flow, applicant: { id: "user-1" } });
  const reference = await harness.findReference(body.id);
  const provider = flow === "ondato" ? harness.ondato : harness.identomat;
  provider?.control.act(reference, { act: "approve" });
  await waitFor(async () => (await harness.shop.readSession(body.id)).status === "APPROVED");
  return body.id;
}

async function openReport(id: string, query = "") {
  const answer = await send(`${harness.gateway.url}/v1/sessions/${id}/report${query}`, {
    headers: { authorization: `Bearer ${stage.key}` },
  });
  return { answer, bytes: Buffer.from(await answer.body.arrayBuffer()) };
}

const routes = [
  ["get", "report"],
  ["get", "activity"],
  ["post", "call/end"],
] as const;

function ask(client: ApiClient, method: "get" | "post", path: string) {
  return method === "get" ? client.get(path) : client.request("POST", path);
}

describe("the provider's report", () => {
  it.each(["", "?sections=session", "?sections=screening,proof_of_address"])(
    "is streamed as a PDF, and the read is in the audit log: %s",
    async (query) => {
      const id = await startApproved();
      const { answer, bytes } = await openReport(id, query);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).toMatchObject({
        "content-type": "application/pdf",
        "cache-control": "no-store",
        "content-disposition": "attachment",
      });
      expect(bytes.subarray(0, 4).toString()).toBe("%PDF");
      const { rows } = await harness.database.pool.query(
        "select 1 from audit_log where action = 'report.open' and subject = $1",
        [`session ${id}`],
      );
      expect(rows).toHaveLength(1);
    },
  );

  it.each(["?sections=", "?sections=everything", "?sections=session,", "?section=session"])(
    "is refused with the allowed sections: %s",
    async (query) => {
      const { answer } = await openReport(await startApproved(), query);
      expect(answer.statusCode).toBe(400);
    },
  );

  it("is never HTML, whatever the provider answers", async () => {
    const id = await startApproved();
    harness.identomat.control.addFault({
      fault: { kind: "garbage", shape: "html" },
      operation: "export-session-as-pdf",
    });
    const { answer, bytes } = await openReport(id);
    expect(answer.statusCode).toBe(502);
    expect(bytes.toString()).not.toContain("<html");
  });
});

describe("what happened in a session", () => {
  it("is listed with the provider's summary", async () => {
    const id = await startApproved();
    const { body } = await stage.shop.get<{ items: object[]; summary: object }>(
      `/v1/sessions/${id}/activity`,
    );
    expect(body.items).toEqual([
      { id: expect.any(String), type: "session_completed", at: expect.stringMatching(/Z$/) },
    ]);
    expect(body.summary).toMatchObject({ steps: [{ step: "document", attempts: 1, failures: [] }] });
  });
});

describe("a video call", () => {
  it("is ended, as often as it is asked for", async () => {
    const id = await startApproved();
    for (let time = 0; time < 2; time += 1)
      expect((await stage.shop.request("POST", `/v1/sessions/${id}/call/end`)).status).toBe(204);
    expect(harness.identomat.control.ledger().requests["end-video-call"]).toBe(2);
  });
});

describe.each(routes)("%s …/%s", (method, path) => {
  it("knows no session of another product", async () => {
    const { body } = await harness.bank.createSession();
    const foreign = await ask(stage.shop, method, `/v1/sessions/${body.id}/${path}`);
    const unknown = await ask(stage.shop, method, `/v1/sessions/${crypto.randomUUID()}/${path}`);
    const impossible = await ask(stage.shop, method, `/v1/sessions/none/${path}`);
    const codes = [foreign, unknown, impossible].map((answer) => readProblem(answer).code);
    expect(codes).toEqual(["session_not_found", "session_not_found", "session_not_found"]);
  });

  it("says which connections can where the session's provider cannot", async () => {
    const answer = await ask(stage.shop, method, `/v1/sessions/${await startApproved("ondato")}/${path}`);
    expect(readProblem(answer)).toMatchObject({
      status: 409,
      code: "facet_unsupported",
      detail: expect.stringContaining('"shop-identomat"'),
    });
  });

  it("is for keys with the scope alone", async () => {
    const { key } = await harness.provisioning.createKey({
      tenant: "shop",
      name: crypto.randomUUID(),
      scopes: ["sessions:read"],
    });
    const client = createApiClient(harness.gateway.url, key);
    await waitUntilServing(client);
    const answer = await ask(client, method, `/v1/sessions/${await startApproved()}/${path}`);
    expect(readProblem(answer)).toMatchObject({ status: 403, code: "scope_missing" });
    await client.close();
  });

  it("tells that the session is erased", async () => {
    const id = await startApproved();
    await stage.shop.request("DELETE", `/v1/sessions/${id}`);
    expect(readProblem(await ask(stage.shop, method, `/v1/sessions/${id}/${path}`)).code).toBe(
      "session_erased",
    );
  });
});
