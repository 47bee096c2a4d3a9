import type { Database } from "../../../platform/database/database.ts";
import type { ApplicantKeys } from "./applicant-keys.store.ts";
import type { Erasure } from "./erasure.ts";
import { findErasure } from "./erasure.store.ts";
import { requestErasure, type ErasureRequest } from "./request-erasure.store.ts";

/** Erasing here, at once; the jobs of a running gateway take it to the providers. */
export interface ErasureRequests {
  /** Undefined: the tenant has nobody, or no session, of that id. Throws `LegalHoldError`. */
  request(request: ErasureRequest): Promise<Erasure | undefined>;
  find(tenantId: string, erasureId: string): Promise<Erasure | undefined>;
}

export function createErasureRequests(database: Database, people: ApplicantKeys): ErasureRequests {
  return {
    async request(request) {
      const id = await requestErasure({ database, people }, request);
      return id === undefined ? undefined : findErasure(database, request.tenantId, id);
    },
    find: (tenantId, erasureId) => findErasure(database, tenantId, erasureId),
  };
}
