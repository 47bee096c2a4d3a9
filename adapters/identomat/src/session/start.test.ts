import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Flow } from "../flow/flow.schema.ts";
import { connectTo, createCall, createStartRequest, token } from "../testing/connection.ts";
import { readFixtures } from "../testing/fixtures.ts";
import { startProviderServer } from "../testing/provider-server.ts";
import type { ProviderServer } from "../testing/provider-server.ts";

let server: ProviderServer;
beforeAll(async () => {
  server = await startProviderServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  server.answer({ body: token });
});

async function start(more: Parameters<typeof createStartRequest>[0] = {}, settings = {}) {
  const connection = connectTo(server.origin, settings);
  const started = await connection.sessions.start(createStartRequest(more), createCall());
  const [request] = server.requests;
  return { started, request, sent: JSON.parse(request?.text ?? "null") as Record<string, unknown> };
}

describe("starting a session", () => {
  it("asks for the default session with the applicant's id and nothing else", async () => {
    const { request, sent } = await start();
    expect(request).toMatchObject({ method: "POST", path: "/external-api/begin/" });
    expect(request?.headers["content-type"]).toBe("application/json");
    expect(sent).toEqual({ company_key: "company-key-of-the-tests", clientUserId: "applicant-1" });
  });

  it("hands over a page and a token, which is the session's reference", async () => {
    const { started } = await start();
    expect(started).toEqual({
      reference: { id: token },
      launch: { url: `${server.origin}/?session_token=${token}`, token },
      lapsesAt: "2026-05-04T10:15:00.000Z",
    });
  });

  it("sends every member of a full request in the provider's words", async () => {
    const flow: Flow = {
      configId: "62412c096c4b39ba845d4bf2",
      groupId: "650976e8dc32104b8bb1757e",
      flags: { skip_agreement: true, language: "en" },
      steps: [{ type: "identity-document", key: "document", flags: { allow_document_upload: true } }],
    };
    const { sent } = await start({
      flow,
      applicant: { id: "applicant-1", givenName: "Nino", familyName: "Nimushidze" },
      returnUrl: "https://shop.example.com/done",
      language: "ka",
      documentTypes: ["id_card", "residence_permit"],
      documentCountries: ["GEO"],
      schedule: { startsAt: "2026-05-05T10:00:00Z", endsAt: "2026-05-05T11:00:00+00:00" },
      parent: { id: "98aryxvvzwpi4zuasth332ozfucli3l0qx13hisc" },
    });
    const limits = { document_types: ["id", "residence_license"], document_countries: ["GEO"] };
    expect(sent).toEqual({
      company_key: "company-key-of-the-tests",
      config_id: "62412c096c4b39ba845d4bf2",
      flags: { skip_agreement: true, language: "ka", return_url: "https://shop.example.com/done", ...limits },
      steps: [
        {
          type: "identity-document",
          key: "document",
          flags: { allow_document_upload: true, ...limits },
        },
      ],
      parent_session_id: "98aryxvvzwpi4zuasth332ozfucli3l0qx13hisc",
      name: "Nino Nimushidze",
      clientUserId: "applicant-1",
      groupId: "650976e8dc32104b8bb1757e",
      scheduleStartTime: "2026-05-05T10:00:00Z",
      scheduleEndTime: "2026-05-05T11:00:00+00:00",
    });
  });

  it("sends the requests of the API reference as they are printed there", async () => {
    for (const printed of readFixtures("begin-requests")) {
      server.requests.length = 0;
      const { company_key: _, flags: __, config_id: configId, parent_session_id: parent, ...rest } = printed;
      const flow = { ...(configId === undefined ? {} : { configId }), ...rest } as Flow;
      const { sent } = await start({
        flow,
        ...(typeof parent === "string" ? { parent: { id: parent } } : {}),
      });
      const { company_key: ___, flags = {}, ...expected } = printed;
      expect(flags).toEqual({});
      expect(sent).toEqual({ ...expected, company_key: sent["company_key"], clientUserId: "applicant-1" });
    }
  });

  it("narrows the documents of a flow and never widens them", async () => {
    const flow: Flow = {
      flags: { document_types: ["passport", "residence_permit"], document_countries: ["GEO", "DEU"] },
      steps: [
        {
          type: "video-call",
          key: "call",
          steps: [{ type: "identity-document", key: "document", flags: { document_countries: ["DEU"] } }],
        },
      ],
    };
    const { sent } = await start({
      flow,
      documentTypes: ["residence_permit", "id_card"],
      documentCountries: ["DEU", "USA"],
    });
    const limits = { document_types: ["residence_permit"], document_countries: ["DEU"] };
    expect(sent).toMatchObject({ flags: limits, steps: [{ steps: [{ flags: limits }] }] });
  });

  it.each([
    ["el", "gr"],
    ["ka", "ka"],
    ["ka-GE", "ka"],
    ["el-GR", "gr"],
    ["en-US", "en"],
    ["zh-Hant-TW", "zh"],
  ])("asks for the interface in %s as %s", async (language, expected) => {
    const { sent } = await start({ language });
    expect(sent["flags"]).toEqual({ language: expected });
  });

  it.each([
    ["pt-BR", "pt-BR"],
    ["pt-PT", "pt"],
  ])("asks for %s as %s where the flow names pt-BR", async (language, expected) => {
    const { sent } = await start({ flow: { flags: { language: "pt-BR" } }, language });
    expect(sent["flags"]).toEqual({ language: expected });
  });

  it.each([
    [{ familyName: "Nimushidze" }, "Nimushidze"],
    [{ givenName: "Nino" }, "Nino"],
    [{ givenName: "", familyName: "Nimushidze" }, "Nimushidze"],
    [{ givenName: "null", familyName: "Nimushidze" }, "Nimushidze"],
    [{ givenName: " Nino ", middleName: "-", familyName: "Nimushidze" }, "Nino Nimushidze"],
    [{ givenName: "XXX", familyName: "null" }, undefined],
  ])("labels the session of %j with what is a name", async (names, label) => {
    const { sent } = await start({ applicant: { id: "applicant-1", ...names } });
    expect(sent["name"]).toBe(label);
  });

  it.each([
    [{ steps: [{ type: "liveness", key: "liveness" }] }, "face-video"],
    [{ flags: { liveness: true, require_face_document: true } }, "face-video face-document"],
    [{ steps: [{ type: "face-document", key: "selfie" }] }, "face-document"],
  ] satisfies [Flow, string][])(
    "remembers with the reference which media the steps take: %j",
    async (flow, media) => {
      const { started } = await start({ flow });
      expect(started.reference).toEqual({ id: token, parts: { media } });
    },
  );

  it("labels the session as the flow says while the applicant has no name", async () => {
    const { sent } = await start({ flow: { sessionName: "Re-verification" } });
    expect(sent["name"]).toBe("Re-verification");
  });

  it.each([
    [{ endsAt: "2026-05-05T11:00:00Z" }, {}, "2026-05-05T11:00:00.000Z"],
    [{ startsAt: "2026-05-05T10:00:00Z" }, {}, "2026-05-05T10:15:00.000Z"],
    [{ startsAt: "2026-05-01T10:00:00Z" }, {}, "2026-05-04T10:15:00.000Z"],
    [undefined, { sessionLifetimeMinutes: 60 }, "2026-05-04T11:00:00.000Z"],
  ])("with the schedule %j and the settings %j lapses at %s", async (schedule, settings, expected) => {
    const { started } = await start(schedule === undefined ? {} : { schedule }, settings);
    expect(started.lapsesAt).toBe(expected);
  });

  it.each([{}, { sessionLifetimeMinutes: 60 }])(
    "lapses as the provider told of the configuration, whatever the settings %j assume",
    async (settings) => {
      const { started } = await start({ sessionLifetimeMs: 5 * 60_000 }, settings);
      expect(started.lapsesAt).toBe("2026-05-04T10:05:00.000Z");
    },
  );

  it("opens the page of the account's own host", async () => {
    const { started } = await start({}, { widgetUrl: "https://verify.example.com/widget/" });
    expect(started.launch.url).toBe(`https://verify.example.com/widget/?session_token=${token}`);
  });

  it("notes a flag that the provider ignores", async () => {
    const flow: Flow = {
      steps: [{ type: "liveness", key: "face", flags: { liveness: true, allow_face_upload: true } }],
    };
    const { started } = await start({ flow });
    expect(started.notices).toMatchObject([
      { code: "flag_ignored", detail: expect.stringContaining("/flow/steps/0/flags/allow_face_upload") },
    ]);
  });

  it("notes that a configuration may not follow the request's documents", async () => {
    const { started } = await start({ flow: { configId: "a" }, documentTypes: ["passport"] });
    expect(started.notices).toMatchObject([{ code: "document_limits_unconfirmed" }]);
  });
});

describe("signing a request", () => {
  const secretKey = "secret-key-of-the-tests";
  const sign = (text: string): string => createHmac("sha256", secretKey).update(text).digest("base64");

  it("sends the code of exactly the bytes that arrive", async () => {
    const { request } = await start({ applicant: { id: "ნინო" } }, { secretKey });
    expect(request?.headers["authorization"]).toBe(sign(request?.text ?? ""));
  });

  it("names header and prefix as the settings do", async () => {
    const settings = { secretKey, signatureHeader: "X-Signature", signaturePrefix: "HMAC " };
    const { request } = await start({}, settings);
    expect(request?.headers["x-signature"]).toBe(`HMAC ${sign(request?.text ?? "")}`);
    expect(request?.headers).not.toHaveProperty("authorization");
  });

  it("does not sign without a secret key", async () => {
    const { request } = await start();
    expect(request?.headers).not.toHaveProperty("authorization");
  });
});

describe("an answer to begin/", () => {
  it.each([
    ["a text too short", "abc"],
    ["a text too long", "a".repeat(129)],
    ["a text with a slash", "47fjzxvvzapi4ztasth3c2ozfucli3l0/x13hisc"],
    ["a text that breaks a URL", "47fjzxvvzapi4ztasth3c2ozfucli3l0&x=13hisc"],
    ["an unknown error word", "COMPANY_IS_SUSPENDED"],
    ["an unknown error word in lower case", "company-is-suspended"],
    ["an object", { session_token: token }],
    ["a wrapped token", { result: token }],
    ["nothing", null],
    ["a number", 1],
  ])("that is %s is refused", async (_, body) => {
    server.answer({ body });
    await expect(start()).rejects.toMatchObject({ code: "response_unrecognised" });
  });

  it.each([
    ["a known error word", { body: "SESSION_NOT_FOUND" }, "session_unknown"],
    ["an error object", { body: { argumentError: "invalid-company-key" } }, "credentials_rejected"],
    ["an HTTP error without a body to speak of", { status: 503 }, "unavailable"],
  ])("that is %s is what it says", async (_, answer, code) => {
    server.answer(answer);
    await expect(start()).rejects.toMatchObject({ code });
  });

  it("that is a web page is refused", async () => {
    server.answer({ body: Buffer.from("<!doctype html>"), headers: { "content-type": "text/html" } });
    await expect(start()).rejects.toMatchObject({ code: "response_unrecognised" });
  });
});
