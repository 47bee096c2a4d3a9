import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginningHash, hashEntry, type ChainedEntry } from "./audit-hash.ts";
import { createChainCheck, type ChainFault } from "./chain-check.ts";
import { formatAnchor, parseAnchor, type AuditAnchor } from "./audit-anchor.ts";

/** A log as it is written: each entry follows the hash of the one before. */
function writeLog(count: number): ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  let previousHash: Buffer = beginningHash;
  for (let index = 1; index <= count; index += 1) {
    const entry = chain(previousHash, { seq: BigInt(index), subject: `session ${index}` });
    entries.push(entry);
    previousHash = entry.hash;
  }
  return entries;
}

function chain(previousHash: Buffer, part: Partial<ChainedEntry>): ChainedEntry {
  const entry = {
    seq: 1n,
    id: randomUUID(),
    atMicros: 1_700_000_000_000_000n,
    operator: "nino",
    action: "session.erase",
    subject: "session 1",
    detail: "{}",
    requestId: null,
    tenantId: randomUUID(),
    sealedReason: null,
    ...part,
    previousHash,
  };
  return { ...entry, hash: hashEntry(entry) };
}

function check(
  entries: readonly ChainedEntry[],
  { head = endOf(entries), anchors = [] }: { head?: AuditAnchor; anchors?: readonly AuditAnchor[] } = {},
): readonly ChainFault[] {
  const chainCheck = createChainCheck(anchors);
  return [...entries.flatMap((entry) => chainCheck.look(entry)), ...chainCheck.finish(head)];
}

function endOf(entries: readonly ChainedEntry[]): AuditAnchor {
  return entries.at(-1) ?? { seq: 0n, hash: beginningHash };
}

const kinds = (faults: readonly ChainFault[]): string[] => faults.map(({ kind, seq }) => `${kind} ${seq}`);

describe("the check of the audit log's chain", () => {
  it.each([0, 1, 25])("finds nothing in a log of %i entries that nobody touched", (count) => {
    const entries = writeLog(count);
    expect(check(entries, { anchors: entries })).toEqual([]);
  });

  it.each([
    ["operator", { operator: "gio" }],
    ["action", { action: "session.refresh" }],
    ["time", { atMicros: 1n }],
    ["reason that was taken away", { sealedReason: null }],
    ["tenant", { tenantId: null }],
  ])("tells an entry whose %s was changed", (_what, change) => {
    const entries = writeLog(2);
    const last = chain(endOf(entries).hash, { seq: 3n, sealedReason: Buffer.from("why") });
    const log = [...entries, last];
    expect(kinds(check([...entries, { ...last, ...change }], { head: endOf(log) }))).toEqual(["changed 3"]);
  });

  it("tells an entry that was written anew with its hash: the next one does not follow it", () => {
    const entries = writeLog(4);
    const forged = chain(entries[0]?.hash ?? beginningHash, {
      seq: 2n,
      subject: "session 2",
      operator: "gio",
    });
    expect(kinds(check(entries.with(1, forged)))).toEqual(["changed 3"]);
  });

  it.each([
    [0, "removed 1", "entry 1 is missing"],
    [2, "removed 3", "entry 3 is missing"],
    [4, "removed 5", "entry 5 is missing"],
  ])("tells the entry at %i that was removed", (index, kind, message) => {
    const entries = writeLog(5);
    const faults = check(entries.toSpliced(index, 1), { head: endOf(entries) });
    expect(kinds(faults)).toEqual([kind]);
    expect(faults[0]?.message).toBe(message);
  });

  it("tells several that were removed as one gap", () => {
    const entries = writeLog(9);
    const [fault] = check(entries.toSpliced(3, 3));
    expect(fault).toMatchObject({ kind: "removed", seq: 4n, message: "entries 4 to 6 are missing" });
  });

  it("tells an entry in a place that is taken, and one beyond the end", () => {
    const entries = writeLog(3);
    const second = chain(beginningHash, { seq: 2n });
    expect(kinds(check(entries.toSpliced(2, 0, second)))).toEqual(["inserted 2"]);
    expect(kinds(check(entries, { head: entries[1] ?? endOf([]) }))).toEqual(["inserted 3"]);
  });

  it("needs an anchor to tell a log that was written anew from its beginning", () => {
    const [log, anew] = [writeLog(4), writeLog(4)];
    expect(check(anew)).toEqual([]);
    expect(kinds(check(anew, { anchors: [endOf(log.slice(0, 3))] }))).toEqual(["anchor_differs 3"]);
  });

  it("tells that an anchor is beyond a log that was cut with its head", () => {
    const entries = writeLog(6);
    expect(kinds(check(entries.slice(0, 4), { anchors: [endOf(entries)] }))).toEqual(["removed 6"]);
  });
});

type Texts = readonly [operator: string, action: string, subject: string, detail: string];

function hashTexts([operator, action, subject, detail]: Texts): string {
  const texts = { operator, action, subject, detail };
  return chain(beginningHash, { id: "a".repeat(32), tenantId: null, ...texts }).hash.toString("hex");
}

it("no two entries are hashed alike because their texts meet elsewhere", () => {
  const texts = fc.tuple(fc.string(), fc.string(), fc.string(), fc.string());
  fc.assert(
    fc.property(texts, fc.nat(2), fc.nat(3), (entry, from, length) => {
      const text = entry[from] ?? "";
      const moved = entry
        .with(from, text.slice(length))
        .with(from + 1, text.slice(0, length) + entry[from + 1]);
      const isSame = entry.every((each, index) => each === moved[index]);
      expect(hashTexts(entry) === hashTexts(moved as unknown as Texts)).toBe(isSame);
    }),
  );
});

describe("an anchor", () => {
  it("is read as it was written, with blanks around it and in either case", () => {
    const anchor = { seq: 42n, hash: hashEntry(chain(beginningHash, {})) };
    expect(parseAnchor(formatAnchor(anchor))).toEqual(anchor);
    expect(parseAnchor(`  ${formatAnchor(anchor).toUpperCase()}\n`)).toEqual(anchor);
  });

  it.each([
    "",
    "42",
    "42:",
    `42:${"0".repeat(63)}`,
    `-1:${"0".repeat(64)}`,
    `1e3:${"0".repeat(64)}`,
    `${"9".repeat(19)}:${"0".repeat(64)}`,
  ])("is none: %j", (text) => expect(parseAnchor(text)).toBeUndefined());
});
