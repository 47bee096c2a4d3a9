import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectTo, createCall } from "./testing/connection.ts";
import { readFixture } from "./testing/fixtures.ts";
import { startProviderServer } from "./testing/provider-server.ts";
import type { ProviderServer } from "./testing/provider-server.ts";

const ID = "89e50d98-c556-4818-8562-3cd98608bf09";
const IDENTIFICATION_ID = "9ac12241-4333-46b0-8aa6-0b49e5444539";
const FILE_ID = "11111111-1111-4111-8111-111111111111";
const FILE = `GET /v1/identifications/${IDENTIFICATION_ID}/files/${FILE_ID}`;
const IDV = `GET /v1/identity-verifications/${ID}`;
const both = { id: ID, parts: { identification: IDENTIFICATION_ID } };
const jpeg = Uint8Array.from({ length: 3 * 1024 * 1024 }, (_, index) => index % 251);

let server: ProviderServer;
beforeAll(async () => {
  server = await startProviderServer();
});
beforeEach(() => {
  server.reset();
  server.answer(IDV, { body: readFixture("idv-completed") });
  server.answer(`GET /v1/identifications/${IDENTIFICATION_ID}`, {
    body: readFixture("identification-approved"),
  });
});
afterAll(() => server.close());

function connectEvidence() {
  const { evidence } = connectTo(server.origin).connection;
  if (!evidence) throw new Error("the connection has no evidence");
  return evidence;
}

describe("evidence", () => {
  it("lists the files of the identification", async () => {
    const items = await connectEvidence().list({ id: ID }, createCall());
    expect(items.map(({ kind }) => kind)).toEqual([
      "document_front",
      "document_back",
      "document_page",
      "face",
      "face_video",
      "proof_of_address",
    ]);
    for (const { id } of items) expect(encodeURIComponent(id)).toBe(id);
  });

  it("lists nothing before there is an identification", async () => {
    server.answer(IDV, { body: { id: ID, status: "Pending" } });
    expect(await connectEvidence().list({ id: ID }, createCall())).toEqual([]);
  });

  it("streams a file, with the media type of its answer", async () => {
    server.answer(FILE, {
      body: jpeg,
      headers: { "content-type": "Image/JPEG; q=1", "content-length": `${jpeg.length}` },
    });
    const content = await connectEvidence().open(both, FILE_ID, createCall());
    expect(content).toMatchObject({ mediaType: "image/jpeg", length: jpeg.length });
    expect(Buffer.from(await new Response(content.body).arrayBuffer()).equals(jpeg)).toBe(true);
    expect(server.listRequests(IDV)).toHaveLength(0);
    expect(server.listRequests(FILE)[0]?.headers.authorization).toBe("Bearer token-1");
  });

  it("finds the identification itself when the reference does not name it", async () => {
    server.answer(FILE, { body: "bytes", headers: { "content-type": "" } });
    const content = await connectEvidence().open({ id: ID }, FILE_ID, createCall());
    expect(content.mediaType).toBe("application/octet-stream");
    await content.body.cancel();
  });

  it("fetches one new token on a 401", async () => {
    server.answer(FILE, { status: 401 }, { body: "bytes", headers: { "content-type": "image/png" } });
    const content = await connectEvidence().open(both, FILE_ID, createCall());
    expect(await new Response(content.body).text()).toBe("bytes");
    expect(server.listRequests("POST /connect/token")).toHaveLength(2);
  });

  it.each([
    [404, { reason: "NotFound" }, "not_found"],
    [403, { reason: "AuthorizationFailed" }, "credentials_rejected"],
    [429, {}, "rate_limited"],
    [500, {}, "unavailable"],
    [302, {}, "response_unrecognised"],
    [200, { reason: "NotFound" }, "response_unrecognised"],
  ])("turns HTTP %i %j into a closed code", async (status, body, code) => {
    server.answer(FILE, { status, body, headers: { location: "/elsewhere" } });
    await expect(connectEvidence().open(both, FILE_ID, createCall())).rejects.toMatchObject({ code });
  });

  it.each(["", ".", "..", "a/b", "../../identifications", "a?b", "%2e%2e", "x".repeat(129)])(
    "asks for no file named %j",
    async (itemId) => {
      await expect(connectEvidence().open(both, itemId, createCall())).rejects.toMatchObject({
        code: "not_found",
      });
      expect(server.requests).toHaveLength(0);
    },
  );

  it("says that a session without identification has no such file", async () => {
    server.answer(IDV, { body: { id: ID, status: "InProgress" } });
    await expect(connectEvidence().open({ id: ID }, FILE_ID, createCall())).rejects.toMatchObject({
      code: "session_unknown",
    });
  });

  it("stops the stream when the call is aborted", async () => {
    server.answer(FILE, { body: jpeg, headers: { "content-type": "image/jpeg" } });
    const abort = new AbortController();
    const content = await connectEvidence().open(both, FILE_ID, createCall(abort.signal));
    const reader = content.body.getReader();
    await reader.read();
    abort.abort();
    const readOn = async () => {
      while (!(await reader.read()).done) continue;
    };
    await expect(readOn()).rejects.toMatchObject({ code: "timeout" });
  });
});
