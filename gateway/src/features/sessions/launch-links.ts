import { timingSafeEqual } from "node:crypto";
import type { Session } from "@kyc-gateway/core";
import { parse as parseUuid, stringify as writeUuid } from "uuid";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";

/** Links to the page of ours that applicants enter by. */
export interface LaunchLinks {
  /** The page of a session; undefined: its flow has none, and applicants enter at the provider. */
  urlOf(session: Session): string | undefined;
  /** The session that a token names. Nothing is proven by it. */
  readSessionId(token: string): string | undefined;
  /** Whether the token is this session's. */
  isOf(token: string, session: Session): boolean;
}

const idBytes = 16;
const proofBytes = 32;
/** 48 bytes are 64 characters: no bit is left over that could be another spelling of the same. */
const tokenForm = /^[\w-]{64}$/;

/**
 * A token is the session's id and its keyed hash under a key of the tenant: nobody can guess one or make one of another, and nothing is
 * stored that could leak. What ends a session ends it.
 */
export function createLaunchLinks({
  vault,
  configuration,
  publicUrl,
}: {
  readonly vault: Pick<Vault, "fingerprint">;
  readonly configuration: CurrentConfiguration;
  /** Where applicants reach the gateway; undefined: nobody has said, and no page can be linked to. */
  readonly publicUrl: string | undefined;
}): LaunchLinks {
  const prove = ({ tenantId, id }: Session) => vault.fingerprint(tenantId, "launch_link", id);
  const base = publicUrl?.replace(/\/+$/, "");
  return {
    urlOf(session) {
      const hasPage = configuration.current.launchPages.get(session.tenantId)?.has(session.flow) === true;
      if (!hasPage || base === undefined) return undefined;
      const token = Buffer.concat([parseUuid(session.id), prove(session)]).toString("base64url");
      return `${base}/l/${token}`;
    },
    readSessionId(token) {
      if (!tokenForm.test(token)) return undefined;
      const id = Buffer.from(token, "base64url").subarray(0, idBytes);
      try {
        return writeUuid(id);
      } catch {
        // Sixteen bytes that are no UUID.
        return undefined;
      }
    },
    isOf(token, session) {
      const proof = Buffer.from(token, "base64url").subarray(idBytes);
      return proof.length === proofBytes && timingSafeEqual(proof, prove(session));
    },
  };
}
