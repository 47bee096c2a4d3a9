import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { extract } from "tar-stream";
import { createCall, connectTo } from "../testing/connection.ts";
import { startProviderServer } from "../testing/provider-server.ts";
import type { ProviderServer } from "../testing/provider-server.ts";
import { drawPicture, readBytes, startSimulatedProvider } from "../testing/simulated-provider.ts";
import type { SimulatedProvider } from "../testing/simulated-provider.ts";

let provider: SimulatedProvider;
let server: ProviderServer;
beforeAll(async () => {
  provider = await startSimulatedProvider();
  server = await startProviderServer();
});
afterAll(() => Promise.all([provider.simulator.close(), server.close()]));
beforeEach(() => {
  provider.simulator.control.changeSettings({
    archiveShape: "documented",
    listsShrink: false,
    pageLimit: 100,
  });
});

const call = createCall();
const archived = ["visual-marker.0", "call-shot.0"] as const;

async function openWith(
  archiveShape: "swapped" | "hostile_paths" | "bomb" | "truncated" | "many" | "not_base64",
  itemId: string,
) {
  const reference = await provider.startFinished();
  provider.simulator.control.changeSettings({ archiveShape });
  const content = await provider.connection.evidence.open(reference, itemId, call);
  return { type: content.mediaType, bytes: await readBytes(content) };
}

async function listNames(archive: Buffer): Promise<readonly string[]> {
  const names: string[] = [];
  const reader = extract();
  reader.end(archive);
  for await (const entry of reader) {
    names.push(entry.header.name);
    entry.resume();
  }
  return names;
}

function add(documentNumber: string) {
  return provider.connection.blocklist.add({ documentNumber, reason: "paging" }, call);
}

function page(data: readonly object[], total: number) {
  return { body: { result: { data, total } } };
}

describe("an archive", () => {
  it.each(archived)("is read as binary where JSON is documented: %s", async (itemId) => {
    expect((await openWith("swapped", itemId)).type).toBe("image/jpeg");
  });

  it("is read as data URLs where binary is documented", async () => {
    const { bytes } = await openWith("swapped", "call-recordings");
    expect(await listNames(bytes)).toEqual(["recording-1"]);
  });

  it("gives its files under names of ours, whatever they are called, and no link", async () => {
    const { bytes } = await openWith("hostile_paths", "call-recordings");
    expect(await listNames(bytes)).toEqual(["recording-1", "recording-2", "recording-3"]);
    expect(bytes.includes("etc")).toBe(false);
    expect(bytes.includes("shadow")).toBe(false);
  });

  it.each(archived)("with climbing names gives an item no type that a browser runs: %s", async (itemId) => {
    expect((await openWith("hostile_paths", itemId)).type).toBe("application/octet-stream");
  });

  it.each([
    ["claims eight gigabytes", "bomb", "visual-marker.0"],
    ["ends early", "truncated", "visual-marker.1"],
    ["holds two thousand files", "many", "visual-marker.250"],
    ["is no base64", "not_base64", "visual-marker.0"],
    ["claims eight gigabytes", "bomb", "call-recordings"],
    ["is no base64", "not_base64", "call-recordings"],
  ] as const)("that %s is not understood: %s, %s", async (_name, shape, itemId) => {
    await expect(openWith(shape, itemId)).rejects.toMatchObject({ code: "response_unrecognised" });
  });

  it("without the item has nothing of that id", async () => {
    const reference = await provider.startFinished();
    const opening = provider.connection.evidence.open(reference, "visual-marker.7", call);
    await expect(opening).rejects.toMatchObject({ code: "not_found" });
  });

  it("lists its files as evidence, with the recordings of a call", async () => {
    const items = await provider.connection.evidence.list(await provider.startFinished(), call);
    expect(items.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        "visual-marker.0",
        "visual-marker.1",
        "call-shot.0",
        "call-shot.1",
        "call-recordings",
      ]),
    );
  });
});

describe("a list that is paged", () => {
  it("is read to its end, each record once", async () => {
    await Promise.all(["A", "B", "C", "D", "E"].map(add));
    provider.simulator.control.changeSettings({ pageLimit: 2 });
    const records = (await provider.connection.blocklist.list?.(call)) ?? [];
    expect(new Set(records.map(({ documentNumber }) => documentNumber))).toEqual(
      new Set(["A", "B", "C", "D", "E"]),
    );
    expect(records).toHaveLength(5);
  });

  it("is read again when it changes meanwhile, and given up when it goes on changing", async () => {
    await Promise.all(Array.from({ length: 40 }, (_, index) => add(`more-${index}`)));
    provider.simulator.control.changeSettings({ pageLimit: 2, listsShrink: true });
    await expect(provider.connection.blocklist.list?.(call)).rejects.toMatchObject({ code: "unavailable" });
  });

  it.each([
    ["no total", { body: { result: { data: [] } } }],
    ["no data", { body: { result: { total: 3 } } }],
    ["a list without its envelope", { body: { result: [] } }],
    ["HTML", { body: Buffer.from("<html>"), headers: { "content-type": "text/html" } }],
    ["a record without an id", page([{ fullName: "x" }], 1)],
  ])("is not understood with %s", async (_name, answer) => {
    server.answer(answer);
    const { screening } = connectTo(server.origin);
    await expect(screening?.listChanges?.(undefined, call)).rejects.toMatchObject({
      code: "response_unrecognised",
    });
  });

  it("that says it has more than it gives is not taken for whole", async () => {
    server.answer(page([], 3));
    const { screening } = connectTo(server.origin);
    await expect(screening?.listChanges?.(undefined, call)).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("what exists already", () => {
  it("is found where one watch alone has the name", async () => {
    const { screening } = provider.connection;
    const first = await screening.watch?.({ fullName: "Only One" }, call);
    expect(await screening.watch?.({ fullName: "Only One" }, call)).toEqual({ ...first, isExisting: true });
  });

  it("is a conflict where two watches have the name", async () => {
    const { screening } = provider.connection;
    await screening.watch?.({ fullName: "Two Alike" }, call);
    await screening.watch?.({ fullName: "Two Alike", dateOfBirth: "1980-02-03" }, call);
    await expect(screening.watch?.({ fullName: "Two Alike" }, call)).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("is a conflict where the list does not have it", async () => {
    server.answerPath("/add-blacklist-record", { body: { argumentError: "already-exists" } });
    server.answerPath("/list-blacklist-records", { body: { result: { data: [], total: 0 } } });
    const adding = connectTo(server.origin).blocklist?.add({ familyName: "X", reason: "y" }, call);
    await expect(adding).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("an answer of another shape", () => {
  const picture = drawPicture("x");

  it.each([
    ["a similarity that is no number", { result: { similarity: "much" } }],
    ["a similarity above one", { result: { similarity: 1.4 } }],
    ["no similarity", { result: {} }],
    ["a list", { result: [] }],
  ])("decides nothing about faces: %s", async (_name, body) => {
    server.answer({ body });
    const comparing = connectTo(server.origin).faces?.compare(picture, picture, call);
    await expect(comparing).rejects.toMatchObject({ code: "response_unrecognised" });
  });

  it.each([
    ["nothing that was read", {}],
    ["a list", []],
    ["true", true],
  ])("is no document: %s", async (_name, body) => {
    server.answer({ body });
    const reading = connectTo(server.origin).documents?.read(
      picture,
      { type: "id_card", side: "front" },
      call,
    );
    await expect(reading).rejects.toMatchObject({ code: "response_unrecognised" });
  });

  it("is a document without facts where there is only its trace", async () => {
    server.answer({ body: { requestId: "abcdef", person: {} } });
    const reading = connectTo(server.origin).documents?.read(
      picture,
      { type: "id_card", side: "back" },
      call,
    );
    expect(await reading).toEqual({ flaws: [{ code: "fields_missing" }] });
  });

  it.each([
    ["another configuration than the one asked for", { result: { id: "other" } }, "response_unrecognised"],
    ["the refusal of an unknown one", { argumentError: "wrong-parameters" }, "not_found"],
    ["an account without access", { argumentError: "invalid-access" }, "credentials_rejected"],
  ])("is no configuration: %s", async (_name, body, code) => {
    server.answer({ body });
    await expect(connectTo(server.origin).configurations?.read("c1", call)).rejects.toMatchObject({ code });
  });

  it.each([{ result: null }, { result: 7 }, { result: { id: "" } }, "<html>", { result: "two words" }])(
    "is no id of a new operator: %j",
    async (body) => {
      server.answer({ body });
      const operator = { email: "a@example.com", password: "12345678", roles: [] };
      const creating = connectTo(server.origin).operators?.create?.(operator, call);
      await expect(creating).rejects.toMatchObject({ code: "response_unrecognised" });
    },
  );

  it("of an error word in HTML's place is a refusal, never a report", async () => {
    server.answer({ body: { argumentError: "wrong-parameters" } });
    const opening = connectTo(server.origin).reports?.open({ id: "t" }, { sections: ["session"] }, call);
    await expect(opening).rejects.toMatchObject({ code: "request_rejected" });
  });

  it("of a removal that is not true is not taken for done", async () => {
    server.answer({ body: { result: false } });
    await expect(connectTo(server.origin).blocklist?.remove("id", call)).rejects.toMatchObject({
      code: "response_unrecognised",
    });
  });
});
