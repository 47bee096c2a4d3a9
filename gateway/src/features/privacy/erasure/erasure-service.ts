import type { Session, Transition } from "@kyc-gateway/core";
import type { Vault } from "../../../platform/encryption/vault.ts";
import type { Database } from "../../../platform/database/database.ts";
import { queueDueErasures } from "./queue-due-erasures.store.ts";
import { createErasureAdmin, type ErasureAdmin } from "./erasure-admin.store.ts";
import { createErasureRequests, type ErasureRequests } from "./erasure-requests.ts";
import { createLegalHolds, type LegalHolds } from "./legal-hold-admin.store.ts";
import { issueReceipts } from "./issue-receipts.ts";
import { createApplicantKeys, type ApplicantKeys } from "./applicant-keys.store.ts";
import { attemptErasure, type EraseAttempt, type ErasureProgress } from "./provider-erasure.store.ts";

/** Erasing people's data: here at once, at the providers by jobs that repeat until it is confirmed. */
export interface ErasureService extends ErasureRequests {
  readonly people: ApplicantKeys;
  /** What operators do about it. */
  readonly admin: ErasureAdmin;
  readonly holds: LegalHolds;
  /** One attempt at a session's provider. Never throws for what the provider does. */
  attempt(sessionId: string, deadlineAt: number): Promise<ErasureProgress>;
  /** Queues what is due, and signs for what is settled. */
  sweep(): Promise<void>;
}

interface ErasureServiceOptions {
  readonly database: Database;
  readonly vault: Vault;
  readonly findSession: (sessionId: string) => Promise<Session | undefined>;
  readonly erase: (session: Session, deadlineAt: number) => Promise<EraseAttempt>;
  readonly onTransition: (transition: Transition) => void;
}

export function createErasureService(options: ErasureServiceOptions): ErasureService {
  const { database, vault, findSession, onTransition } = options;
  const people = createApplicantKeys(database, vault);
  const sign = () => issueReceipts(database, vault);
  return {
    people,
    admin: createErasureAdmin({ database, vault, onTransition, onSettled: sign }),
    holds: createLegalHolds({ database, vault, people }),
    ...createErasureRequests(database, people),
    async attempt(sessionId, deadlineAt) {
      const erase = (session: Session) => options.erase(session, deadlineAt);
      const result = await attemptErasure({ database, findSession, erase, onTransition }, sessionId);
      await sign();
      return result;
    },
    async sweep() {
      await queueDueErasures(database);
      await sign();
    },
  };
}
