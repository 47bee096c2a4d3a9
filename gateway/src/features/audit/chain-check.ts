import { formatAnchor, type AuditAnchor } from "./audit-anchor.ts";
import { beginningHash, hashEntry, type ChainedEntry } from "./audit-hash.ts";

/** Something that was done to the log behind the gateway's back, in words for people. */
export interface ChainFault {
  readonly kind: "changed" | "removed" | "inserted" | "anchor_differs";
  readonly seq: bigint;
  readonly message: string;
}

/** Looks at entries in their order and tells what does not hold. It remembers nothing but the entry before. */
interface ChainCheck {
  look(entry: ChainedEntry): readonly ChainFault[];
  /** After the last entry: what its end and the anchors beyond it say. */
  finish(head: AuditAnchor): readonly ChainFault[];
}

export function createChainCheck(anchors: readonly AuditAnchor[]): ChainCheck {
  let previous: AuditAnchor = { seq: 0n, hash: beginningHash };
  return {
    look(entry) {
      const faults = [
        ...checkPlace(previous, entry),
        ...checkAnchors(anchors, (seq) => seq > previous.seq && seq < entry.seq, missing),
        ...checkAnchors(
          anchors,
          (seq) => seq === entry.seq,
          (anchor) => compare(anchor, entry),
        ),
      ];
      if (entry.seq > previous.seq) previous = { seq: entry.seq, hash: entry.hash };
      return faults;
    },
    finish: (head) => [
      ...checkHead(previous, head),
      ...checkAnchors(anchors, (seq) => seq > previous.seq, missing),
    ],
  };
}

function checkPlace(previous: AuditAnchor, entry: ChainedEntry): readonly ChainFault[] {
  const { seq } = entry;
  if (seq <= previous.seq)
    return [fault("inserted", seq, `entry ${entry.id} stands at ${seq}, which is not its place`)];
  const faults: ChainFault[] = [];
  if (seq > previous.seq + 1n) faults.push(tellGap(previous.seq + 1n, seq - 1n));
  else if (!entry.previousHash.equals(previous.hash))
    faults.push(
      fault("changed", seq, `entry ${seq} does not follow the entry before it: one of them is another`),
    );
  if (!hashEntry(entry).equals(entry.hash))
    faults.push(fault("changed", seq, `entry ${seq} (${entry.id}) is not what was written`));
  return faults;
}

function checkHead(last: AuditAnchor, head: AuditAnchor): readonly ChainFault[] {
  if (head.seq > last.seq) return [tellGap(last.seq + 1n, head.seq)];
  if (head.seq < last.seq)
    return [
      fault(
        "inserted",
        head.seq + 1n,
        `entries after ${head.seq}, the end of the log, were not written by it`,
      ),
    ];
  if (head.hash.equals(last.hash)) return [];
  return [fault("changed", head.seq, `the end of the log is not the hash of its last entry, ${head.seq}`)];
}

function checkAnchors(
  anchors: readonly AuditAnchor[],
  isMeant: (seq: bigint) => boolean,
  check: (anchor: AuditAnchor) => readonly ChainFault[],
): readonly ChainFault[] {
  return anchors.filter(({ seq }) => isMeant(seq)).flatMap(check);
}

function compare(anchor: AuditAnchor, { hash }: ChainedEntry): readonly ChainFault[] {
  if (hash.equals(anchor.hash)) return [];
  const message = `entry ${anchor.seq} has another hash than the anchor says: the log was written anew`;
  return [fault("anchor_differs", anchor.seq, message)];
}

function missing(anchor: AuditAnchor): readonly ChainFault[] {
  const message = `entry ${anchor.seq} of the anchor ${formatAnchor(anchor).slice(0, 24)}… is not there`;
  return [fault("removed", anchor.seq, message)];
}

function tellGap(from: bigint, to: bigint): ChainFault {
  return fault(
    "removed",
    from,
    from === to ? `entry ${from} is missing` : `entries ${from} to ${to} are missing`,
  );
}

function fault(kind: ChainFault["kind"], seq: bigint, message: string): ChainFault {
  return { kind, seq, message };
}
