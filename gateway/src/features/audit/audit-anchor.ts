/** A point of the chain, kept where nobody who can write the database can: how far it went then, and what it was. */
export interface AuditAnchor {
  readonly seq: bigint;
  readonly hash: Buffer;
}

/** `<seq>:<hash>`, for people and files. */
export function formatAnchor({ seq, hash }: AuditAnchor): string {
  return `${seq}:${hash.toString("hex")}`;
}

/** Undefined: it is none. */
export function parseAnchor(text: string): AuditAnchor | undefined {
  const [, seq, hash] = /^(\d{1,18}):([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  return seq === undefined || hash === undefined
    ? undefined
    : { seq: BigInt(seq), hash: Buffer.from(hash, "hex") };
}
