import type { StartRequest } from "@kyc-gateway/adapter-spec/v1";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Flow } from "../flow/flow.schema.ts";
import adapter from "../index.ts";
import { connectTo, createCall } from "../testing/connection.ts";
import { startProviderServer } from "../testing/provider-server.ts";
import type { ProviderServer } from "../testing/provider-server.ts";

const ID = "02c99769-51a5-4174-aa5b-3fa0c2e6bfef";
const CREATE = "POST /v1/identity-verifications";
const LOCALISE = `PUT /v1/identity-verifications/${ID}/setup-localisations`;
const setupId = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const sessionId = "0190b7a0-0000-7000-8000-000000000002";

const applicant = {
  id: "tenant-applicant-1",
  givenName: "Jane",
  middleName: "Q",
  familyName: "Specimen",
  dateOfBirth: "1990-12-31",
  personalNumber: "39012310000",
  email: "jane@example.com",
  phone: "+370624515141",
  country: "LTU",
};

let server: ProviderServer;
beforeAll(async () => {
  server = await startProviderServer();
});
beforeEach(() => {
  server.reset();
  server.answer(CREATE, { status: 201, body: { id: ID } });
  server.answer(LOCALISE, { status: 204 });
});
afterAll(() => server.close());

function createRequest(more: Partial<StartRequest<Flow>> = {}): StartRequest<Flow> {
  return { sessionId, flow: { setupId }, applicant, ...more };
}

function start(more: Partial<StartRequest<Flow>> = {}) {
  return connectTo(server.origin).connection.sessions.start(createRequest(more), createCall());
}

const listBodies = (route: string) => server.listRequests(route).map(({ text }) => JSON.parse(text));

describe("sessions.start", () => {
  it("creates an identity verification with what the applicant gave", async () => {
    expect(await start()).toEqual({
      reference: { id: ID },
      launch: { url: `https://verify.example.com/?id=${ID}` },
      lapsesAt: "2026-05-11T10:00:00.000Z",
    });
    expect(listBodies(CREATE)).toEqual([
      {
        externalReferenceId: sessionId,
        registration: {
          firstName: "Jane",
          middleName: "Q",
          lastName: "Specimen",
          dateOfBirth: "1990-12-31",
          personalCode: "39012310000",
          email: "jane@example.com",
          phoneNumber: 370624515141,
          countryCode: "LT",
        },
        setupId,
      },
    ]);
    expect(server.listRequests(CREATE)[0]?.headers).toMatchObject({
      authorization: "Bearer token-1",
      "content-type": "application/json",
    });
    expect(server.listRequests(LOCALISE)).toHaveLength(0);
  });

  it("writes the telephone number as a JSON number, exact to its fifteenth digit", async () => {
    await start({ applicant: { id: "a", phone: "+999999999999999" } });
    expect(server.listRequests(CREATE)[0]?.text).toContain('"phoneNumber":999999999999999');
  });

  it("tells Ondato no more than the flow lets it", async () => {
    await start({ flow: { setupId, registration: ["email", "country"] } });
    await start({ flow: { setupId, registration: [] } });
    await start({ applicant: { id: "a" } });
    expect(listBodies(CREATE)).toEqual([
      {
        externalReferenceId: sessionId,
        registration: { email: "jane@example.com", countryCode: "LT" },
        setupId,
      },
      { externalReferenceId: sessionId, setupId },
      { externalReferenceId: sessionId, setupId },
    ]);
  });

  it("sets language and return URL where the caller gives them", async () => {
    const started = await start({ language: "lt", returnUrl: "https://shop.example.com/back?a=1" });
    expect(started.notices).toBeUndefined();
    expect(listBodies(LOCALISE)).toEqual([
      {
        defaultLanguage: "lt",
        localisationSettings: [
          {
            language: "lt",
            successRedirectUrl: "https://shop.example.com/back?a=1",
            failureRedirectUrl: "https://shop.example.com/back?a=1",
            consentDeclinedRedirectUrl: "https://shop.example.com/back?a=1",
          },
        ],
      },
    ]);
  });

  it.each([
    ["en-US", "en"],
    ["LT", "lt"],
    ["lit", "lt"],
    ["zh-Hant-TW", "zh"],
    ["fil-PH", "de"],
  ])("asks for %s as %s, where the flow names de", async (language, expected) => {
    await start({ flow: { setupId, localisation: { language: "de" } }, language });
    expect(listBodies(LOCALISE)).toMatchObject([
      { defaultLanguage: expected, localisationSettings: [{ language: expected }] },
    ]);
  });

  it("lets the flow's redirects go before the request's, and the request's language before the flow's", async () => {
    const localisation = {
      language: "de",
      pageTitle: "Check",
      successRedirectUrl: "https://shop.example.com/done",
      consentDeclinedRedirectUrl: "https://shop.example.com/declined",
    };
    await start({
      flow: { setupId, localisation },
      language: "en",
      returnUrl: "https://shop.example.com/back",
    });
    expect(listBodies(LOCALISE)).toEqual([
      {
        defaultLanguage: "en",
        localisationSettings: [
          {
            language: "en",
            pageTitle: "Check",
            successRedirectUrl: "https://shop.example.com/done",
            failureRedirectUrl: "https://shop.example.com/back",
            consentDeclinedRedirectUrl: "https://shop.example.com/declined",
          },
        ],
      },
    ]);
  });

  it("names English where nobody named a language, for a return URL cannot be said without one", async () => {
    await start({ returnUrl: "https://shop.example.com/back" });
    const entry = { language: "en", successRedirectUrl: "https://shop.example.com/back" };
    expect(listBodies(LOCALISE)).toMatchObject([{ defaultLanguage: "en", localisationSettings: [entry] }]);
  });

  it.each([
    [500, {}, "unavailable"],
    [400, { reason: "ValidationFailed" }, "request_rejected"],
    [404, { reason: "NotFound" }, "session_unknown"],
    [429, {}, "rate_limited"],
  ])("keeps the session when its page cannot be set (HTTP %i), and says so", async (status, body, code) => {
    server.answer(LOCALISE, { status, body });
    const started = await start({ language: "lt" });
    expect(started.reference).toEqual({ id: ID });
    expect(started.notices).toEqual([
      { code: "localisation_not_applied", detail: expect.stringContaining(code) },
    ]);
  });

  it("keeps the session when the time runs out between its creation and its page", async () => {
    const deadline = new AbortController();
    server.answer(LOCALISE, { status: 204, onSeen: () => deadline.abort() });
    const { connection } = connectTo(server.origin);
    const started = await connection.sessions.start(
      createRequest({ language: "lt" }),
      createCall(deadline.signal),
    );
    expect(started).toMatchObject({ reference: { id: ID }, notices: [{ code: "localisation_not_applied" }] });
  });

  it.each([
    [200, {}, "response_unrecognised"],
    [201, { id: 7 }, "response_unrecognised"],
    [201, { id: "../admin" }, "response_unrecognised"],
    [201, "", "response_unrecognised"],
    [404, { reason: "NotFound" }, "request_rejected"],
    [402, {}, "quota_exhausted"],
    [503, {}, "unavailable"],
  ])("starts nothing on HTTP %i %j", async (status, body, code) => {
    server.answer(CREATE, { status, body });
    await expect(start({ language: "lt" })).rejects.toMatchObject({ code });
    expect(server.listRequests(LOCALISE)).toHaveLength(0);
  });

  it("names the fields that Ondato refuses, and repeats nothing of their contents", async () => {
    const params = {
      "registration.email": [{ reason: "Invalid", message: "jane@example.com is invalid" }],
      "jane@example.com": [],
    };
    server.answer(CREATE, {
      status: 400,
      body: { reason: "ValidationFailed", message: "jane@example.com", params },
    });
    const error = await start().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "request_rejected", providerCode: "ValidationFailed" });
    expect(String(error)).toContain("fields: registration.email");
    expect(JSON.stringify(error) + String(error)).not.toContain("jane@");
  });

  it("says that nothing was sent when there is no token", async () => {
    server.answer("POST /connect/token", { status: 503, body: {} });
    await expect(start()).rejects.toMatchObject({ code: "unavailable", requestSent: false });
    expect(server.listRequests(CREATE)).toHaveLength(0);
  });

  it("fetches one token for many sessions at once", async () => {
    const { connection } = connectTo(server.origin);
    await Promise.all(
      Array.from({ length: 25 }, () => connection.sessions.start(createRequest(), createCall())),
    );
    expect(server.listRequests("POST /connect/token")).toHaveLength(1);
    expect(server.listRequests(CREATE)).toHaveLength(25);
  });
});

describe("checkStart", () => {
  const refused: readonly [pointer: string, code: string, more: Partial<StartRequest<Flow>>][] = [
    ["/documentTypes", "unsupported", { documentTypes: ["passport"] }],
    ["/documentCountries", "unsupported", { documentCountries: ["LTU"] }],
    ["/schedule", "unsupported", { schedule: {} }],
    ["/parent", "unsupported", { parent: { id: ID } }],
    ...["370624515141", "+0706245151", "+37062", "+3706245151411234", "+370 624 51514", "phone", ""].map(
      (phone) => ["/applicant/phone", "not_e164", { applicant: { id: "a", phone } }] as const,
    ),
    ...["31.12.1990", "1990-02-30", "1990-12-31T00:00:00Z", "12/31/1990", ""].map(
      (dateOfBirth) =>
        ["/applicant/dateOfBirth", "not_a_date", { applicant: { id: "a", dateOfBirth } }] as const,
    ),
    ...["XKX", "LT", "ltu", ""].map(
      (country) => ["/applicant/country", "unknown_country", { applicant: { id: "a", country } }] as const,
    ),
    ["/applicant/email", "empty", { applicant: { id: "a", email: " " } }],
    ["/returnUrl", "not_a_url", { returnUrl: "kyc/done" }],
    ["/returnUrl", "not_a_url", { returnUrl: "/back" }],
    ["/language", "not_a_language", { language: "lt_LT" }],
    ["/language", "not_a_language", { language: "Lithuanian!" }],
  ].map(([pointer, code, more]) => [pointer, code, more] as [string, string, Partial<StartRequest<Flow>>]);

  it.each(refused)("refuses %s (%s) %j before anything is sent", async (pointer, code, more) => {
    expect(adapter.checkStart?.(createRequest(more))).toEqual([
      { pointer, code, message: expect.any(String) },
    ]);
    const expected = code === "unsupported" ? "unsupported" : "request_rejected";
    await expect(start(more)).rejects.toMatchObject({ code: expected, requestSent: false });
    expect(server.requests).toHaveLength(0);
  });

  it("finds every issue at once", () => {
    const request = createRequest({
      documentTypes: ["passport"],
      language: "Lithuanian!",
      applicant: { id: "a", phone: "1", dateOfBirth: "2" },
    });
    expect(adapter.checkStart?.(request).map(({ pointer }) => pointer)).toEqual([
      "/documentTypes",
      "/applicant/dateOfBirth",
      "/applicant/phone",
      "/language",
    ]);
  });

  it("does not look at what the flow keeps back", () => {
    const flow: Flow = { setupId, registration: ["email"] };
    expect(adapter.checkStart?.(createRequest({ flow, applicant: { id: "a", phone: "nonsense" } }))).toEqual(
      [],
    );
  });

  it("has nothing to say of a sound request", () => {
    expect(adapter.checkStart?.(createRequest({ language: "lt", returnUrl: "https://example.com" }))).toEqual(
      [],
    );
  });
});
