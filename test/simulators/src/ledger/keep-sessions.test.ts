import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startIdentomatSimulator } from "../identomat/simulator.ts";
import { startOndatoSimulator } from "../ondato/simulator.ts";

let folder = "";
let sessionsFile = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "simulator-sessions-"));
  sessionsFile = join(folder, "sessions.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const companyKey = "simulated-company-key";

async function askIdentomat(url: string, path: string, body: object = {}): Promise<unknown> {
  const answer = await fetch(`${url}/external-api/${path}/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ company_key: companyKey, ...body }),
  });
  return answer.json();
}

const application = {
  name: "main",
  applicationId: "app-main",
  clientId: "main",
  clientSecret: "secret",
  webhookAuthentication: { kind: "none" as const },
};

async function askOndato(url: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: "main",
    client_secret: "secret",
  });
  const granted = await fetch(`${url}/connect/token`, { method: "POST", body: form });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  const answer = await fetch(url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Record<string, unknown>;
}

describe("a simulator with a file for its sessions", () => {
  it("of Identomat knows a decided and an open session after it was started anew", async () => {
    const first = await startIdentomatSimulator({ sessionsFile });
    const decided = (await askIdentomat(first.url, "begin")) as string;
    const open = (await askIdentomat(first.url, "begin")) as string;
    first.control.act(decided, { act: "approve" });
    const before = await askIdentomat(first.url, "result", { session_token: decided });
    await first.close();
    const second = await startIdentomatSimulator({ sessionsFile });
    expect(await askIdentomat(second.url, "result", { session_token: decided })).toEqual(before);
    second.control.act(open, { act: "reject" });
    expect(await askIdentomat(second.url, "result", { session_token: open })).toMatchObject({
      result: "rejected",
    });
    await second.close();
  });

  it("of Ondato knows a verification and its identification after it was started anew", async () => {
    const setupId = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    const first = await startOndatoSimulator({ sessionsFile, applications: [application] });
    const { id } = await askOndato(first.url, "/v1/identity-verifications", { setupId });
    first.control.act(String(id), { act: "approve" });
    const before = await askOndato(first.url, `/v1/identity-verifications/${String(id)}`);
    await first.close();
    const second = await startOndatoSimulator({ sessionsFile, applications: [application] });
    expect(await askOndato(second.url, `/v1/identity-verifications/${String(id)}`)).toEqual(before);
    const { step } = before as { step: { kycIdentification: { id: string } } };
    expect(await askOndato(second.url, `/v1/identifications/${step.kycIdentification.id}`)).toMatchObject({
      id: step.kycIdentification.id,
      status: "Approved",
    });
    await second.close();
  });

  it.each(["", "[{", "{}"])("begins with none when the file was cut short: '%s'", async (text) => {
    writeFileSync(sessionsFile, text);
    const simulator = await startIdentomatSimulator({ sessionsFile });
    expect(simulator.control.ledger().sessions).toEqual([]);
    await simulator.close();
  });

  it("and one without forget nothing of each other: without a file there is none", async () => {
    const first = await startIdentomatSimulator();
    await askIdentomat(first.url, "begin");
    await first.close();
    const second = await startIdentomatSimulator();
    expect(second.control.ledger().sessions).toEqual([]);
    await second.close();
  });
});
