import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectTo, createCall } from "../testing/connection.ts";
import { readFixture } from "../testing/fixtures.ts";
import { startProviderServer } from "../testing/provider-server.ts";
import type { ProviderServer } from "../testing/provider-server.ts";

const ID = "89e50d98-c556-4818-8562-3cd98608bf09";
const IDENTIFICATION_ID = "9ac12241-4333-46b0-8aa6-0b49e5444539";
const IDV_ROUTE = `GET /v1/identity-verifications/${ID}`;
const KYC_ROUTE = `GET /v1/identifications/${IDENTIFICATION_ID}`;

let server: ProviderServer;
beforeAll(async () => {
  server = await startProviderServer();
});
beforeEach(() => server.reset());
afterAll(() => server.close());

function read(idv: unknown, identification?: unknown) {
  server.answer(IDV_ROUTE, { body: idv });
  server.answer(KYC_ROUTE, { body: identification });
  return connectTo(server.origin).connection.sessions.read({ id: ID }, createCall());
}

describe("sessions.read when Ondato fails", () => {
  it.each([
    ["an unknown progress word", { id: ID, status: "Paused" }],
    ["no progress word", { id: ID }],
    ["a progress that is no word", { id: ID, status: 3 }],
    ["another session's body", { id: IDENTIFICATION_ID, status: "Completed" }],
    ["no id", { status: "Completed" }],
    ["a list", [{ id: ID, status: "Completed" }]],
    ["null", null],
    ["text", '"Completed"'],
    ["no JSON", "<html>"],
    [
      "an identification named by a path",
      { id: ID, status: "Completed", step: { kycIdentification: { id: "../x" } } },
    ],
    [
      "an identification named by a number",
      { id: ID, status: "Completed", step: { kycIdentification: { id: 7 } } },
    ],
  ])("refuses to read %s", async (_, body) => {
    await expect(read(body)).rejects.toMatchObject({ code: "response_unrecognised" });
  });

  it.each([
    ["an unknown verdict", { id: IDENTIFICATION_ID, status: "ApprovedWithConditions" }],
    ["a verdict that is no word", { id: IDENTIFICATION_ID, status: true }],
    ["another identification", { id: ID, status: "Approved" }],
    ["no id", { status: "Approved" }],
    [
      "another session's identification",
      { id: IDENTIFICATION_ID, status: "Approved", identityVerificationId: "x" },
    ],
  ])("approves nobody by %s", async (_, body) => {
    await expect(read(readFixture("idv-completed"), body)).rejects.toMatchObject({
      code: "response_unrecognised",
    });
  });

  it("asks again later when the KYC API does not know yet what the IDV API names", async () => {
    server.answer(IDV_ROUTE, { body: readFixture("idv-completed") });
    server.answer(KYC_ROUTE, { status: 404, body: { reason: "NotFound", message: "" } });
    const { connection } = connectTo(server.origin);
    await expect(connection.sessions.read({ id: ID }, createCall())).rejects.toMatchObject({
      code: "unavailable",
    });
  });

  it.each([
    [404, { reason: "NotFound", message: "Jane" }, { code: "session_unknown", providerCode: "NotFound" }],
    [404, "", { code: "session_unknown" }],
    [400, { reason: "ValidationFailed" }, { code: "request_rejected", providerCode: "ValidationFailed" }],
    [403, { reason: "AuthorizationFailed" }, { code: "credentials_rejected" }],
    [409, { reason: "Conflict" }, { code: "request_rejected" }],
    [429, { reason: "ValidationFailed" }, { code: "rate_limited", retryAfterMs: 3000 }],
    [500, { reason: "NotFound" }, { code: "unavailable" }],
    [502, "<html>", { code: "unavailable" }],
    [504, "", { code: "timeout" }],
    [302, "", { code: "response_unrecognised" }],
  ])("turns HTTP %i %j into a closed code without prose", async (status, body, expected) => {
    server.answer(IDV_ROUTE, { status, body, headers: { "retry-after": "3", location: "/elsewhere" } });
    const { connection } = connectTo(server.origin);
    const error = await connection.sessions.read({ id: ID }, createCall()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ ...expected, httpStatus: status });
    expect(String(error)).not.toContain("Jane");
  });

  it.each(["", "..", "../x", "a/b", "a?b", "a%2fb", "ä", "x".repeat(129)])(
    "asks nothing about the reference %j",
    async (id) => {
      const { connection } = connectTo(server.origin);
      await expect(connection.sessions.read({ id }, createCall())).rejects.toMatchObject({
        code: "session_unknown",
      });
      expect(server.requests).toHaveLength(0);
    },
  );

  it("fetches one new token on a 401, and sends it", async () => {
    server.answer(
      "POST /connect/token",
      { body: { access_token: "old", expires_in: 3600 } },
      { body: { access_token: "new", expires_in: 3600 } },
    );
    server.answer(
      IDV_ROUTE,
      { status: 401, body: { reason: "AuthenticationFailed" } },
      { body: { id: ID, status: "Pending" } },
    );
    const { connection } = connectTo(server.origin);
    expect(await connection.sessions.read({ id: ID }, createCall())).toMatchObject({
      status: "SESSION_CREATED",
    });
    const sent = server.listRequests(IDV_ROUTE).map(({ headers }) => headers.authorization);
    expect(sent).toEqual(["Bearer old", "Bearer new"]);
  });

  it("gives up when the new token is refused too, and says nothing of either", async () => {
    server.answer(IDV_ROUTE, {
      status: 401,
      body: { reason: "AuthenticationFailed", message: "secret-of-the-tests" },
    });
    const { connection, host } = connectTo(server.origin);
    const error = await connection.sessions.read({ id: ID }, createCall()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "credentials_rejected", httpStatus: 401 });
    expect(server.listRequests(IDV_ROUTE)).toHaveLength(2);
    const said = JSON.stringify(error) + String(error) + host.logged.join("");
    for (const secret of ["secret-of-the-tests", "token-1"]) expect(said).not.toContain(secret);
  });
});
