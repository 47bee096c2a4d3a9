import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectTo, createCall } from "../testing/connection.ts";
import { startProviderServer, type ProviderServer } from "../testing/provider-server.ts";

const ID = "02c99769-51a5-4174-aa5b-3fa0c2e6bfef";
const IDV = `GET /v1/identity-verifications/${ID}`;
const request = {
  sessionId: "0190b7a0-0000-7000-8000-000000000002",
  flow: { setupId: "3fa85f64-5717-4562-b3fc-2c963f66afa6" },
  applicant: { id: "tenant-applicant-1" },
};

let server: ProviderServer;
beforeAll(async () => {
  server = await startProviderServer();
});
beforeEach(() => server.reset());
afterAll(() => server.close());

const relaunch = (id = ID) =>
  connectTo(server.origin).connection.sessions.relaunch?.({ id }, request, createCall());

describe("a fresh link", () => {
  it.each(["Pending", "InProgress", "Suspended"])("leads into a session that is %s", async (status) => {
    server.answer(IDV, { body: { id: ID, status } });
    expect(await relaunch()).toEqual({ launch: { url: `https://verify.example.com/?id=${ID}` } });
    expect(await relaunch()).toEqual({ launch: { url: `https://verify.example.com/?id=${ID}` } });
  });

  it.each(["Completed", "Aborted", "Expired"])("is refused for a session that is %s", async (status) => {
    server.answer(IDV, { body: { id: ID, status } });
    await expect(relaunch()).rejects.toMatchObject({ code: "conflict", providerCode: status });
  });

  it("is no link into nothing", async () => {
    server.answer(IDV, { status: 404, body: { reason: "NotFound" } });
    await expect(relaunch()).rejects.toMatchObject({ code: "session_unknown" });
    server.answer(IDV, { body: { id: ID, status: "Sleeping" } });
    await expect(relaunch()).rejects.toMatchObject({ code: "response_unrecognised" });
    await expect(relaunch("../elsewhere")).rejects.toMatchObject({ code: "session_unknown" });
  });
});
