import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectTo, createCall, token } from "../testing/connection.ts";
import { readFixture } from "../testing/fixtures.ts";
import { startProviderServer } from "../testing/provider-server.ts";
import type { ProviderServer } from "../testing/provider-server.ts";

let server: ProviderServer;
beforeAll(async () => {
  server = await startProviderServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
});

const reference = { id: token };
const jpeg = { body: Buffer.from("jpeg-bytes"), headers: { "content-type": "image/jpeg" } };

async function list(body: unknown, settings = {}) {
  server.answer({ body });
  const items = await connectTo(server.origin, settings).evidence?.list(reference, createCall());
  return items?.map(({ id, kind }) => `${id}: ${kind}`);
}

function open(itemId: string, settings = {}, signal?: AbortSignal) {
  const { evidence } = connectTo(server.origin, settings);
  return evidence?.open(reference, itemId, createCall(signal));
}

describe("listing evidence", () => {
  it("tells what the result tells of", async () => {
    expect(await list(readFixture("result-rejected"))).toEqual([
      "card-front: document_front",
      "card-back: document_back",
      "face: face",
      "face-video: face_video",
      "general-document.utility-bill: proof_of_address",
    ]);
    expect(await list(readFixture("result-guide-shape"))).toEqual([
      "passport: document_page",
      "face: face",
      "face-video: face_video",
    ]);
    expect(await list(readFixture("result-address-only"))).toEqual([
      "general-document.bank-statement: proof_of_address",
    ]);
  });

  it.each(["result-untouched", "result-started", "result-nulls", "result-terms-declined"])(
    "tells of nothing in %s",
    async (name) => {
      expect(await list(readFixture(name))).toEqual([]);
    },
  );

  it("tells of the sides of a driver's licence and of a selfie with it", async () => {
    const body = {
      result: "approved",
      document_type: "driver_license",
      driver_license_front: { a: 1 },
      face_document: 1,
    };
    expect(await list(body)).toEqual(["card-front: document_front", "face-document: face_with_document"]);
  });

  it("names both sides of a registration certificate, and nothing that is no id", async () => {
    const pages = [
      "vehicle-registration-certificate-front",
      "vehicle-registration-certificate-back",
      "../x",
      7,
    ];
    const body = { result: "approved", generalDocuments: [{ pages: pages.map((typeId) => ({ typeId })) }] };
    expect(await list(body)).toEqual([
      "general-document.vehicle-registration-certificate-front: other",
      "general-document.vehicle-registration-certificate-back: other",
    ]);
  });

  it("offers the provider's report of a finished session where the other host is set", async () => {
    const settings = { externalApiBaseUrl: server.origin };
    expect(await list({ result: "approved" }, settings)).toEqual(["session-report: other"]);
    expect(await list({ result: "in_progress" }, settings)).toEqual([]);
  });
});

function bytes(hex: string): Buffer {
  return Buffer.from(hex, "hex");
}

describe("opening evidence", () => {
  it.each([
    ["card-front", "/external-api/result/card-front/", {}],
    ["face-video", "/external-api/result/face-video/", {}],
    ["general-document.utility-bill", "/external-api/result/general-document/", { typeId: "utility-bill" }],
  ])("of %s asks %s", async (itemId, path, parameters) => {
    server.answer(jpeg);
    const content = await open(itemId);
    expect(await new Response(content?.body).text()).toBe("jpeg-bytes");
    expect(content).toMatchObject({ mediaType: "image/jpeg" });
    expect(server.requests).toMatchObject([{ method: "POST", path }]);
    expect(JSON.parse(server.requests[0]?.text ?? "")).toEqual({
      company_key: "company-key-of-the-tests",
      session_token: token,
      ...parameters,
    });
  });

  it("asks the other host for the report, in that host's words", async () => {
    server.answer({ body: Buffer.from("%PDF"), headers: { "content-type": "application/pdf" } });
    const content = await open("session-report", { externalApiBaseUrl: `${server.origin}/` });
    expect(await new Response(content?.body).text()).toBe("%PDF");
    expect(server.requests[0]?.path).toBe("/export-session-as-pdf");
    expect(JSON.parse(server.requests[0]?.text ?? "")).toEqual({
      companyKey: "company-key-of-the-tests",
      sessionId: token,
      exportSession: true,
    });
  });

  it("does not ask for the report where the other host is not set", async () => {
    await expect(open("session-report")).rejects.toMatchObject({ code: "unsupported", requestSent: false });
    expect(server.requests).toEqual([]);
  });

  it.each([
    ["JSON", { type: "application/json", body: { argumentError: "session-not-found" } }, "session_unknown"],
    [
      "JSON for a lost item",
      { type: "application/json", body: { argumentError: "not-found" } },
      "session_unknown",
    ],
    [
      "JSON in capitals",
      { type: "application/json", body: { argumentError: "FACE_PHOTO_NOT_FOUND" } },
      "session_unknown",
    ],
    [
      "JSON that calls itself text",
      { type: "text/plain", body: { argumentError: "invalid-company-key" } },
      "credentials_rejected",
    ],
    ["JSON of no meaning", { type: "application/json", body: { a: 1 } }, "response_unrecognised"],
    ["a web page", { type: "text/html", body: "<!doctype html>" }, "response_unrecognised"],
    ["of no type", { type: "", body: "jpeg-bytes" }, "response_unrecognised"],
  ])("takes an answer that is %s for an error, though HTTP says 200", async (_, answer, code) => {
    server.answer({ body: answer.body, headers: { "content-type": answer.type } });
    await expect(open("face")).rejects.toMatchObject({ code });
  });

  it.each([
    ["binary/octet-stream", bytes("ffd8ffe000104a46"), "image/jpeg"],
    ["application/force-download", bytes("89504e470d0a1a0a"), "image/png"],
    ["", bytes("ffd8ffe000104a46"), "image/jpeg"],
    ["", bytes("255044462d312e37"), "application/pdf"],
    ["", bytes("000000186674797069736f6d"), "video/mp4"],
    ["", bytes("0001020304"), "application/octet-stream"],
    ["application/octet-stream", bytes("7b7b7b"), "application/octet-stream"],
  ])("of the type %j is told by its first bytes", async (type, body, mediaType) => {
    server.answer({ body, headers: { "content-type": type } });
    const content = await open("face");
    expect(content?.mediaType).toBe(mediaType);
    expect(Buffer.from(await new Response(content?.body).arrayBuffer())).toEqual(body);
  });

  it.each(["", "jpeg-bytes", "<html>", '"session-not-found"', '{"a":1}'])(
    "takes the text %j of no type for no medium",
    async (body) => {
      server.answer({ body: Buffer.from(body), headers: { "content-type": "" } });
      await expect(open("face")).rejects.toMatchObject({ name: "AdapterError" });
    },
  );

  it("takes an image with an HTTP error for the error", async () => {
    server.answer({ ...jpeg, status: 503, headers: { ...jpeg.headers, "retry-after": "3" } });
    await expect(open("face")).rejects.toMatchObject({ code: "unavailable", retryAfterMs: 3000 });
  });

  it.each(["", "toString", "card-front/", "../result", "general-document.", "general-document.A/B"])(
    "asks nothing for the id %j",
    async (itemId) => {
      await expect(open(itemId)).rejects.toMatchObject({ code: "session_unknown" });
      expect(server.requests).toEqual([]);
    },
  );

  it("stops a stream that does not end when the call is aborted", async () => {
    server.answer({ ...jpeg, isEndless: true });
    const controller = new AbortController();
    const content = await open("face", {}, controller.signal);
    const reader = content?.body.getReader();
    const { value = new Uint8Array() } = (await reader?.read()) ?? {};
    expect(Buffer.from(value).toString()).toBe("jpeg-bytes");
    const rest = reader?.read();
    controller.abort();
    await expect(rest).rejects.toMatchObject({ code: "timeout" });
  });
});
