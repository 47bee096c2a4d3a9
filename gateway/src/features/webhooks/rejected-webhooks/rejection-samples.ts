import { createHash, createHmac, randomBytes } from "node:crypto";
import type { WebhookFault } from "@kyc-gateway/adapter-spec/v1";
import { sourceOfAddress } from "./source-of-address.ts";

/** Why a delivery was refused. */
export type RefusalReason = WebhookFault | "token_refused";

/** A refused delivery. Of its body there is nothing but a hash. */
export interface RejectedDelivery {
  readonly connection: string;
  readonly reason: RefusalReason;
  readonly address: string;
  readonly rawBody: Uint8Array;
}

/** What is kept of one: enough to tell one sender and one body from others, too little to read either. */
export interface RejectionSample {
  readonly at: Date;
  readonly connection: string;
  readonly reason: RefusalReason;
  /** Stands for the sender as long as this process lives. */
  readonly source: string;
  readonly bodySha256: string;
  readonly bodyBytes: number;
}

export interface RejectionSamples {
  /** Takes one of each connection in a second, and forgets the rest. */
  add(rejection: RejectedDelivery): void;
  /** Newest first. */
  list(): readonly RejectionSample[];
}

const maxSamples = 100;
const pauseMs = 1000;

export function createRejectionSamples(now: () => number): RejectionSamples {
  const key = randomBytes(32);
  const samples: RejectionSample[] = [];
  const takenAt = new Map<string, number>();
  return {
    add({ connection, reason, address, rawBody }) {
      if (now() - (takenAt.get(connection) ?? -Infinity) < pauseMs) return;
      takenAt.set(connection, now());
      samples.unshift({
        at: new Date(now()),
        connection,
        reason,
        source: createHmac("sha256", key).update(sourceOfAddress(address)).digest("hex").slice(0, 16),
        bodySha256: createHash("sha256").update(rawBody).digest("hex"),
        bodyBytes: rawBody.byteLength,
      });
      samples.length = Math.min(samples.length, maxSamples);
    },
    list: () => samples,
  };
}
