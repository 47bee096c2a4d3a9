import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { drawPicture } from "../support/draw-picture.ts";
import { startFacetStage, type FacetStage } from "../support/facet-stage.ts";
import type { Harness } from "../support/gateway-harness.ts";

let stage: FacetStage;
let harness: Harness;
beforeAll(async () => {
  stage = await startFacetStage();
  ({ harness } = stage);
});
afterEach(() => harness.identomat.control.clearFaults());
afterAll(() => stage.close());

type Parts = Readonly<Record<string, string | Uint8Array>>;

async function post(path: string, parts: Parts, key = stage.key) {
  const form = new FormData();
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === "string") form.append(name, part);
    else form.append(name, new Blob([new Uint8Array(part)], { type: "image/jpeg" }), "picture.jpg");
  }
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(`${harness.gateway.url}${path}`, { method: "POST", headers, body: form });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const read = (image: Uint8Array | string, more: Parts = {}) =>
  post("/v1/document-readings", { type: "passport", side: "page", image, ...more });
const compare = (first: Uint8Array, second: Uint8Array, more: Parts = {}) =>
  post("/v1/face-comparisons", { first, second, ...more });

describe("the picture of a document", () => {
  it.each([
    ["passport", "page"],
    ["id_card", "front"],
    ["id_card", "back"],
    ["driver_license", "front"],
    ["driver_license", "back"],
    ["residence_permit", "front"],
    ["residence_permit", "back"],
  ])("is read: %s, %s", async (type, side) => {
    const { status, body } = await read(drawPicture(), { type, side });
    expect(status).toBe(200);
    expect(body).toMatchObject({ claims: { document: { type } }, flaws: [] });
  });

  it("that cannot be read says so, and gives no claims", async () => {
    expect((await read(drawPicture("unreadable"))).body).toEqual({
      flaws: [{ code: "unreadable", raw: "DOCUMENT_NOT_FOUND" }],
    });
    expect((await read(drawPicture("mismatch"))).body).toMatchObject({
      flaws: [{ code: "fields_mismatch", raw: "FIELDS_MISMATCH" }],
    });
  });

  it.each([
    [
      "another side than the document has",
      { side: "front" },
      { status: 409, body: { code: "facet_unsupported" } },
    ],
    ["an unknown type", { type: "library_card" }, { status: 400, body: { code: "invalid_request" } }],
    ["an unknown side", { side: "inside" }, { status: 400, body: { code: "invalid_request" } }],
    ["an unknown text", { colour: "red" }, { status: 400, body: { code: "invalid_request" } }],
    ["an unknown file", { second: drawPicture() }, { status: 400, body: { code: "invalid_request" } }],
    [
      "a connection of nobody",
      { connection: "no-such" },
      { status: 404, body: { code: "connection_not_found" } },
    ],
    [
      "a connection of another product",
      { connection: "bank-identomat" },
      { status: 404, body: { code: "connection_not_found" } },
    ],
    [
      "a connection that cannot",
      { connection: "shop-ondato" },
      { status: 409, body: { code: "facet_unsupported" } },
    ],
    [
      "a text that is too long",
      { connection: "x".repeat(5000) },
      { status: 400, body: { code: "invalid_request" } },
    ],
  ] as const)("is refused with %s", async (_name, more, told) => {
    expect(await read(drawPicture(), more)).toMatchObject(told);
  });

  it("names the connections that can", async () => {
    const { body } = await read(drawPicture(), { connection: "shop-ondato" });
    expect(body["detail"]).toContain('"shop-identomat"');
  });
});

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const hostile: readonly (readonly [string, () => Uint8Array, RegExp])[] = [
  ["nothing", () => Buffer.alloc(0), /no picture/],
  ["HTML", () => Buffer.from("<html><script>alert(1)</script></html>"), /no picture/],
  ["a program", () => Buffer.concat([Buffer.from("7f454c46", "hex"), Buffer.alloc(64)]), /no picture/],
  ["an SVG", () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'), /no picture/],
  ["a type that the provider does not take", () => png, /PNG/],
  ["a picture that is cut short", () => drawPicture().subarray(0, 100), /cut short/],
  [
    "a picture with an archive behind it",
    () => Buffer.concat([drawPicture(), Buffer.from("504b0304", "hex"), Buffer.alloc(100)]),
    /behind its end/,
  ],
  ["a head without a frame", () => Buffer.from(`ffd8ffe0${"00".repeat(40)}ffd9`, "hex"), /width and height/],
  ["a bomb of pixels", () => drawPicture("bomb", 60_000, 60_000), /million/],
  ["a picture of a few pixels", () => drawPicture("tiny", 8, 8), /pixels/],
  ["fifty megabytes", () => Buffer.concat([drawPicture(), Buffer.alloc(50 * 1_048_576)]), /10 MiB/],
];

describe.each(hostile)("a file that is %s", (_name, make, why) => {
  it("is refused before anything is sent to a provider", async () => {
    const before = { ...harness.identomat.control.ledger().requests };
    const document = await read(make());
    const faces = await compare(drawPicture("one"), make());
    expect(document).toMatchObject({ status: 422, body: { code: "picture_unusable" } });
    expect(document.body["detail"]).toMatch(why);
    expect(faces).toMatchObject({ status: 422, body: { code: "picture_unusable" } });
    expect(String(faces.body["detail"])).toMatch(/^`second`/);
    expect(harness.identomat.control.ledger().requests).toEqual(before);
  });
});

describe("two faces", () => {
  it("are compared", async () => {
    expect(await compare(drawPicture("one"), drawPicture("one"))).toEqual({
      status: 200,
      body: { similarity: 1, flaws: [] },
    });
    expect(await compare(drawPicture("one"), drawPicture("face-far-away"))).toEqual({
      status: 200,
      body: { flaws: [{ picture: "second", code: "face_too_small", raw: "FACE_FAR_AWAY" }] },
    });
  });

  it("are both needed, once each", async () => {
    const one = await post("/v1/face-comparisons", { first: drawPicture() });
    expect(one).toMatchObject({ status: 400, body: { issues: [{ pointer: "/second" }] } });
  });

  it.each(["server_error", "html", "truncated_json"] as const)(
    "get a clear problem when the provider fails: %s",
    async (how) => {
      const fault =
        how === "server_error" ? ({ kind: how } as const) : ({ kind: "garbage", shape: how } as const);
      harness.identomat.control.addFault({ fault, operation: "compare-faces" });
      const { status, body } = await compare(drawPicture(), drawPicture());
      expect([502, 503]).toContain(status);
      expect(String(body["code"])).toMatch(/^provider_/);
    },
  );
});

describe("a request without a form", () => {
  it.each([
    ["application/json", '{"type":"passport"}'],
    ["multipart/form-data", "x"],
    [
      "multipart/form-data; boundary=b",
      '--b\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\nabc',
    ],
    ["text/plain", "x"],
  ])("is refused: %s", async (type, body) => {
    const headers = { authorization: `Bearer ${stage.key}`, "content-type": type };
    const options = { method: "POST", headers, body };
    const { status } = await fetch(`${harness.gateway.url}/v1/document-readings`, options);
    expect([400, 415]).toContain(status);
  });
});

it("pictures and what they say are in no log", async () => {
  await read(drawPicture());
  const text = harness.capture.lines.join("\n");
  expect(text).not.toContain("Satesto");
  expect(text).not.toContain("ffd8ff");
});
