import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeTar } from "../media/tar.ts";
import { drawJpeg } from "../media/media.ts";
import { startIdentomatSimulator } from "./simulator.ts";
import type { IdentomatSimulator } from "./simulator.ts";

const companyKey = "simulated-company-key";
let simulator: IdentomatSimulator;
beforeAll(async () => {
  simulator = await startIdentomatSimulator({
    companies: [
      { name: "default", companyKey, callbackApiKey: "k" },
      { name: "plain", companyKey: "plain-key", callbackApiKey: "k", lacksScreening: true },
    ],
  });
});
afterAll(() => simulator.close());

async function post(path: string, body: object): Promise<unknown> {
  const options = { method: "POST", body: JSON.stringify({ companyKey, ...body }) };
  return (await fetch(`${simulator.url}/${path}`, options)).json();
}

const refusals: readonly (readonly [path: string, body: object, answer: object])[] = [
  ["search-screening-person", { companyKey: "plain-key" }, { argumentError: "access-denied" }],
  ["search-screening-person", { query: { fullName: "A" } }, { argumentError: "wrong-parameters" }],
  ["get-screening-person-details", { personId: "nobody" }, { argumentError: "not-found" }],
  ["add-blacklist-record", { query: { reason: "nobody named" } }, { argumentError: "wrong-parameters" }],
  ["add-blacklist-record", { query: { firstName: "A" } }, { argumentError: "wrong-parameters" }],
  ["remove-blacklist-record", { id: "gone" }, { argumentError: "not-found" }],
  [
    "make-group",
    {},
    { argumentError: "wrong-parameters", errorSourceGroup: "service-module-server-external" },
  ],
  ["create-user", { email: "none", password: "12345678" }, { argumentError: "invalid-email-format" }],
  ["create-user", { email: "a@example.com", password: "short" }, { argumentError: "password-too-short" }],
  [
    "create-user",
    { email: "a@example.com", password: 12_345_678 },
    { internalError: "Illegal arguments: number, string" },
  ],
  [
    "create-user",
    { email: "a@example.com", password: "12345678", rights: ["king"] },
    { argumentError: "invalid-rights" },
  ],
  [
    "create-user",
    { email: "operator@example.com", password: "12345678" },
    { argumentError: "user-already-exists" },
  ],
  ["end-video-call", { sessionId: "gone" }, { argumentError: "session-not-found" }],
  ["get-video-call-shots", { companyKey: "wrong" }, { argumentError: "invalid-company-key" }],
];

describe("what the API reference refuses", () => {
  it.each(refusals)("is answered in its words: %s %j", async (path, body, answer) => {
    expect(await post(path, body)).toEqual(answer);
  });
});

describe("monitoring", () => {
  it("knows a query once, and tells when its record changed", async () => {
    const query = { fullName: "Somebody", birthdayTimeFrom: "1982-12-12" };
    const { result: id } = (await post("monitor-screening-query", { query })) as { result: string };
    expect(await post("monitor-screening-query", { query })).toEqual({ argumentError: "already-exists" });
    const list = (more: object) =>
      post("list-screening-monitoring-records", { start: 0, limit: 50, ...more });
    expect(await list({})).toEqual({
      result: { start: 0, limit: 50, total: 1, data: [{ fullName: "Somebody", id }] },
    });
    expect(await list({ date: "2020-01-01T00:00:00Z" })).toMatchObject({ result: { total: 0 } });
    simulator.monitoring.update("Somebody");
    expect(await list({ date: "2020-01-01T00:00:00Z" })).toMatchObject({
      result: { data: [{ id, lastUpdatedDate: expect.stringMatching(/Z$/) }] },
    });
  });
});

describe("a picture", () => {
  it.each(["card/front", "passport"])("is read by %s, or refused with a bare string", async (path) => {
    const send = async (image: Buffer) => {
      const form = new FormData();
      form.set("company_key", companyKey);
      form.set("image", new Blob([new Uint8Array(image)]), "image.jpg");
      return (await fetch(`${simulator.url}/external-api/${path}/`, { method: "POST", body: form })).json();
    };
    expect(await send(drawJpeg("x"))).toMatchObject({ person: { first_name: "Nimushi" } });
    expect(await send(Buffer.from("no jpeg"))).toBe("DOCUMENT_NOT_FOUND");
  });
});

it("an archive is a POSIX one: its header's sum holds", () => {
  const header = writeTar([{ name: "a.jpg", bytes: Buffer.from("abc") }]).subarray(0, 512);
  const told = Number.parseInt(header.subarray(148, 154).toString(), 8);
  const blank = Buffer.from(header).fill(" ", 148, 156);
  expect(blank.reduce((sum, byte) => sum + byte, 0)).toBe(told);
  expect(header.subarray(257, 262).toString()).toBe("ustar");
});
