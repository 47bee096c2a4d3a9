import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectTo, createCall, token } from "../testing/connection.ts";
import { readFixture } from "../testing/fixtures.ts";
import { startProviderServer } from "../testing/provider-server.ts";
import type { ProviderServer } from "../testing/provider-server.ts";

let server: ProviderServer;
beforeAll(async () => {
  server = await startProviderServer();
  server.answerPath("/get-visual-markers", { body: { result: [] } });
  server.answerPath("/get-video-call-shots", { body: { argumentError: "invalid-access" } });
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
      "document-portrait: document_portrait",
    ]);
    expect(await list(readFixture("result-guide-shape"))).toEqual([
      "passport: document_page",
      "face: face",
      "face-video: face_video",
      "document-portrait: document_portrait",
      "question-file.ZW1wbG95bWVudA.cGF5c2xpcA.0: questionnaire_file",
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
    expect(await list(body)).toEqual([
      "card-front: document_front",
      "face-document: face_with_document",
      "document-portrait: document_portrait",
    ]);
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

  it("offers the document's photo of a finished session, and files of answers", async () => {
    const questions = [
      { key: "papers", answer: [{ fileName: "a.pdf" }, { fileName: "b.pdf" }] },
      { key: "name", answer: "John" },
    ];
    const body = { document_type: "id", questionnaires: [{ key: "about", questions }] };
    const keys = `${Buffer.from("about").toString("base64url")}.${Buffer.from("papers").toString("base64url")}`;
    const files = [0, 1].map((index) => `question-file.${keys}.${index}: questionnaire_file`);
    expect(await list({ ...body, result: "approved" })).toEqual([
      "document-portrait: document_portrait",
      ...files,
    ]);
    expect(await list({ ...body, result: "in_progress" })).toEqual(files);
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

  it.each([
    ["JSON", { type: "application/json", body: { argumentError: "session-not-found" } }, "session_unknown"],
    ["JSON for a lost item", { type: "application/json", body: { argumentError: "not-found" } }, "not_found"],
    [
      "JSON in capitals",
      { type: "application/json", body: { argumentError: "FACE_PHOTO_NOT_FOUND" } },
      "not_found",
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
      await expect(open(itemId)).rejects.toMatchObject({ code: "not_found" });
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
