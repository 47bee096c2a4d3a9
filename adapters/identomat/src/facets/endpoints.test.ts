import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCall } from "../testing/connection.ts";
import { endpoints } from "../testing/endpoints.table.ts";
import { drawPicture, readBytes, startSimulatedProvider } from "../testing/simulated-provider.ts";
import type { SimulatedProvider } from "../testing/simulated-provider.ts";

let provider: SimulatedProvider;
beforeAll(async () => {
  provider = await startSimulatedProvider();
});
afterAll(() => provider.simulator.close());

const call = createCall();
const person = { fullName: "Listeda Sanqtsiashvili" };
const picture = drawPicture("document");

async function open(itemId: string, steps?: Parameters<SimulatedProvider["startFinished"]>[0]) {
  const reference = await provider.startFinished(steps);
  const content = await provider.connection.evidence.open(reference, itemId, call);
  return { type: content.mediaType, size: (await readBytes(content)).byteLength };
}

const image = { type: "image/jpeg", size: expect.any(Number) as number };

async function makeGroup(): Promise<{ readonly groupId: string; readonly memberId: string }> {
  const { operators } = provider.connection;
  const [member] = await operators.list(call);
  const memberId = member?.id ?? "";
  const { id } = (await operators.groups?.create({ name: "Night shift", memberIds: [memberId] }, call)) ?? {
    id: "",
  };
  return { groupId: id, memberId };
}

const newOperator = {
  email: "somebody@example.com",
  password: "a-long-password",
  givenName: "Some",
  familyName: "Body",
  roles: ["operator"],
};

/** One use of each endpoint, by the contract's method, and what must come of it. */
const uses: Readonly<Record<string, () => Promise<void>>> = {
  "begin/": async () => expect((await provider.startFinished()).id).toMatch(/^[a-z0-9]{40}$/),
  "result/": async () => {
    const report = await provider.connection.sessions.read(await provider.startFinished(), call, {});
    expect(report).toMatchObject({ status: "APPROVED", claims: { person: { givenName: "Nimushi" } } });
  },
  "delete/": async () => {
    const reference = await provider.startFinished();
    await provider.connection.sessions.erase?.(reference, call);
    await expect(provider.connection.sessions.read(reference, call, {})).rejects.toMatchObject({
      code: "session_unknown",
    });
  },
  "export-session-as-pdf": async () => {
    const reference = await provider.startFinished();
    const content = await provider.connection.reports.open(reference, { sections: ["screening"] }, call);
    expect(content.mediaType).toBe("application/pdf");
    expect((await readBytes(content)).subarray(0, 4).toString()).toBe("%PDF");
  },
  "result/card-front/": async () => expect(await open("card-front")).toEqual(image),
  "result/card-back/": async () => expect(await open("card-back")).toEqual(image),
  "result/passport/": async () => {
    const request = {
      sessionId: "s",
      flow: { flags: { document_types: ["passport"] } },
      applicant: { id: "a" },
    };
    const { reference } = await provider.connection.sessions.start(request as never, call);
    provider.simulator.control.act(reference.id, { act: "approve" });
    const content = await provider.connection.evidence.open(reference, "passport", call);
    expect(content.mediaType).toBe("image/jpeg");
    await content.body.cancel();
  },
  "result/face/": async () => expect(await open("face")).toEqual(image),
  "result/face-video/": async () => expect((await open("face-video")).type).toBe("video/mp4"),
  "result/face-document/": async () => expect(await open("face-document")).toEqual(image),
  "result/general-document/": async () =>
    expect((await open("general-document.bank-statement")).type).toBe("application/pdf"),
  "get-session-main-document-face-photo": async () => expect(await open("document-portrait")).toEqual(image),
  "list-session-activities": async () => {
    const reference = await provider.startFinished();
    expect(await provider.connection.activity.list(reference, call)).toEqual([
      { id: expect.any(String), type: "session_completed", at: expect.stringMatching(/Z$/) },
    ]);
  },
  "get-session-statistical-summary": async () => {
    const summary = await provider.connection.activity.summarise?.(await provider.startFinished(), call);
    expect(summary).toMatchObject({
      steps: [{ step: "document", attempts: 1, failures: [] }],
      endReasons: [],
    });
  },
  "get-visual-markers": async () => expect(await open("visual-marker.1")).toEqual(image),
  "get-question-file": async () => {
    const [step, question] = ["about you/1", "file?"].map((key) => Buffer.from(key).toString("base64url"));
    expect(await open(`question-file.${step}.${question}.1`)).toEqual(image);
  },
  "search-screening-person": async () => {
    const { hits } = await provider.connection.screening.search(
      { ...person, dateOfBirth: "1952-10-07", minimumScore: 0.8, limit: 10 },
      call,
    );
    expect(hits).toEqual([
      {
        subjectId: "67137933a2176f0797f1e601",
        name: "Listeda Sanqtsiashvili",
        score: 1,
        entityType: "person",
        topics: [{ code: "sanctioned" }, { code: "politically_exposed" }],
      },
    ]);
  },
  "get-screening-person-details": async () => {
    const subject = await provider.connection.screening.describe("67137933a2176f0797f1e601", call);
    expect(subject).toMatchObject({
      familyName: "Sanqtsiashvili",
      dateOfBirth: "1952-10-07",
      nationality: "GEO",
    });
    expect(subject.groups?.map(({ name }) => name)).toEqual(["Profile", "Sanctions"]);
  },
  "monitor-screening-query": async () => {
    const placed = await provider.connection.screening.watch?.({ fullName: "Somebody New" }, call);
    expect(placed).toEqual({ watchId: expect.stringMatching(/^[0-9a-f]{24}$/), isExisting: false });
  },
  "remove-screening-query-from-monitoring": async () => {
    const placed = await provider.connection.screening.watch?.({ fullName: "Somebody Gone" }, call);
    await provider.connection.screening.unwatch?.(placed?.watchId ?? "", call);
    await provider.connection.screening.unwatch?.(placed?.watchId ?? "", call);
    expect(provider.simulator.monitoring.list().map(({ fullName }) => fullName)).not.toContain(
      "Somebody Gone",
    );
  },
  "list-screening-monitoring-records": async () => {
    const placed = await provider.connection.screening.watch?.({ fullName: "Somebody Watched" }, call);
    provider.simulator.monitoring.update("Somebody Watched");
    expect(await provider.connection.screening.listChanges?.("2020-01-01T00:00:00.000Z", call)).toEqual([
      { watchId: placed?.watchId, changedAt: expect.stringMatching(/Z$/) },
    ]);
  },
  "add-blacklist-record": async () => {
    const entry = { familyName: "Sheidzleba", dateOfBirth: "1980-01-01", reason: "forged papers" };
    const first = await provider.connection.blocklist.add(entry, call);
    expect(await provider.connection.blocklist.add(entry, call)).toEqual({ ...first, isExisting: true });
  },
  "remove-blacklist-record": async () => {
    const entry = { documentNumber: "GONE-1", reason: "entered twice" };
    const { recordId } = await provider.connection.blocklist.add(entry, call);
    await provider.connection.blocklist.remove(recordId, call);
    await provider.connection.blocklist.remove(recordId, call);
    expect(JSON.stringify(await provider.connection.blocklist.list?.(call))).not.toContain("GONE-1");
  },
  "list-blacklist-records": async () => {
    const entry = { personalNumber: "00000000001", dateOfBirth: "1980-01-01", reason: "fraud" };
    const { recordId } = await provider.connection.blocklist.add(entry, call);
    expect(await provider.connection.blocklist.list?.(call)).toContainEqual({ ...entry, recordId });
  },
  "get-video-call-shots": async () => expect(await open("call-shot.0")).toEqual(image),
  "get-video-call-videos": async () => {
    const recordings = await open("call-recordings");
    expect(recordings.type).toBe("application/x-tar");
    expect(recordings.size % 512).toBe(0);
  },
  "end-video-call": async () =>
    expect(await provider.connection.calls.end(await provider.startFinished(), call)).toBeUndefined(),
  "list-groups": async () => {
    const { groupId, memberId } = await makeGroup();
    const groups = await provider.connection.operators.groups?.list(call);
    expect(groups).toContainEqual({
      id: groupId,
      name: "Night shift",
      members: [{ id: memberId, username: "operator@example.com" }],
    });
  },
  "make-group": async () => expect((await makeGroup()).groupId).toMatch(/^[0-9a-f]{24}$/),
  "change-group": async () => {
    const { groupId } = await makeGroup();
    await provider.connection.operators.groups?.change(groupId, { name: "Day shift", memberIds: [] }, call);
    const groups = await provider.connection.operators.groups?.list(call);
    expect(groups).toContainEqual({ id: groupId, name: "Day shift", members: [] });
    const unknown = provider.connection.operators.groups?.change("0".repeat(24), { name: "x" }, call);
    await expect(unknown).rejects.toMatchObject({ code: "not_found" });
  },
  "delete-group": async () => {
    const { groupId } = await makeGroup();
    await provider.connection.operators.groups?.remove(groupId, call);
    await provider.connection.operators.groups?.remove(groupId, call);
    const groups = await provider.connection.operators.groups?.list(call);
    expect(groups?.map(({ id }) => id)).not.toContain(groupId);
  },
  "list-users": async () =>
    expect(await provider.connection.operators.list(call)).toContainEqual({
      id: expect.any(String),
      username: "operator@example.com",
      roles: ["operator", "call_center_operator"],
    }),
  "create-user": async () => {
    const created = await provider.connection.operators.create?.(newOperator, call);
    expect(created?.id).toMatch(/^[0-9a-f]{24}$/);
    await expect(provider.connection.operators.create?.(newOperator, call)).rejects.toMatchObject({
      code: "conflict",
    });
  },
  "get-session-config": async () =>
    expect(await provider.connection.configurations.read("679c74e4d9725987e3879265", call)).toEqual({
      id: "679c74e4d9725987e3879265",
      name: "Configuration Template",
      sessionLifetimeMs: 2_700_000,
      language: "en",
      checks: ["document", "liveness", "face_match"],
      documentTypes: ["id_card", "passport", "residence_permit"],
      unknownSteps: ["hologram-dance"],
    }),
  "card/front/": () => expectExtract("id_card", "front"),
  "card/back/": () => expectExtract("id_card", "back"),
  "license/front/": () => expectExtract("driver_license", "front"),
  "license/back/": () => expectExtract("driver_license", "back"),
  "residence/front/": () => expectExtract("residence_permit", "front"),
  "residence/back/": () => expectExtract("residence_permit", "back"),
  "passport/": () => expectExtract("passport", "page"),
  "compare-faces": async () => {
    const { faces } = provider.connection;
    expect(await faces.compare(picture, picture, call)).toEqual({ similarity: 1, flaws: [] });
    expect(await faces.compare(picture, drawPicture("face-far-away"), call)).toEqual({
      flaws: [{ picture: "second", code: "face_too_small", raw: "FACE_FAR_AWAY" }],
    });
  },
};

async function expectExtract(
  type: "passport" | "id_card" | "driver_license" | "residence_permit",
  side: "front" | "back" | "page",
): Promise<void> {
  const { documents } = provider.connection;
  const extract = await documents.read(picture, { type, side }, call);
  expect(extract).toMatchObject({ claims: { document: { type, issuingCountry: "GEO" } }, flaws: [] });
  expect(await documents.read(drawPicture("unreadable"), { type, side }, call)).toEqual({
    flaws: [{ code: "unreadable", raw: "DOCUMENT_NOT_FOUND" }],
  });
}

function listDocumentedPaths(): readonly string[] {
  const folder = new URL("../fixtures/", import.meta.url);
  return JSON.parse(readFileSync(new URL("documented-endpoints.json", folder), "utf8")) as string[];
}

describe("the API reference", () => {
  it("has 42 endpoints, and each is used", () => {
    expect(listDocumentedPaths()).toHaveLength(42);
    expect(Object.keys(endpoints).toSorted()).toEqual(listDocumentedPaths().toSorted());
    expect(Object.keys(uses).toSorted()).toEqual(listDocumentedPaths().toSorted());
  });

  it.each(Object.keys(endpoints))("is spoken over HTTP: %s", async (path) => {
    const name = path.replace(/\/$/, "");
    const count = () => provider.simulator.control.ledger().requests[name] ?? 0;
    const before = count();
    await uses[path]?.();
    expect(count()).toBeGreaterThan(before);
  });
});
