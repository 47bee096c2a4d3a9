import { createIvSource, createRandomSource } from "./sealed-bytes.ts";
import type { Sealer } from "./sealer.ts";
import type { Queryable } from "../database/sql/query.ts";
import { readApplicantKey } from "./applicant-key.store.ts";
import { applicantKeyBytes, type Applicant, type ApplicantColumns } from "./applicant-key.ts";
import { createApplicants, type Applicants } from "./applicants.ts";
import { createDataKeys, KeyUnknownError, type DataKeys } from "./data-keys.ts";
import { createDataSealer, type SealerParts } from "./data-sealer.ts";
import { computeKeyedHash } from "./key-ring.ts";
import type { MasterKeys } from "./master-keys.ts";

/** Everything that is sealed passes through here: it has the keys, and knows which of them is for what. */
export interface Vault {
  readonly masters: MasterKeys;
  readonly keys: DataKeys;
  readonly applicants: Applicants;
  /** For what belongs to no tenant. Opens what is under any data key. */
  readonly system: Sealer;
  /** For what belongs to a tenant (null: to none), and to no applicant. */
  of(tenantId: string | null): Sealer;
  /** The applicant of a session: from memory, or with one statement. Undefined: the key was destroyed. */
  findApplicant(
    session: Pick<ApplicantColumns, "tenantId" | "applicantKeyId">,
  ): Promise<Applicant | undefined>;
  /** Equal for equal values of one tenant and purpose; says nothing of them. No rotation changes it. */
  fingerprint(tenantId: string | null, purpose: string, value: string | Uint8Array): Buffer;
  /** Does `work`; for want of a key that another process may have made it loads the keys and does it again. */
  opening<T>(work: () => T | Promise<T>): Promise<T>;
}

/** Asks the database nothing yet: `keys.load` does, and `opening` where it must. */
export function createVault(pool: Queryable, masters: MasterKeys): Vault {
  const keys = createDataKeys(pool, masters);
  const parts: SealerParts = {
    keys,
    takeIv: createIvSource(),
    takeKeyBytes: createRandomSource(applicantKeyBytes),
  };
  const applicants = createApplicants(parts);
  const system = createDataSealer(parts, null);
  const opening = async <T>(work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof KeyUnknownError)) throw error;
      await keys.load();
      return work();
    }
  };
  return {
    masters,
    keys,
    applicants,
    system,
    of: (tenantId) => (tenantId === null ? system : createDataSealer(parts, tenantId)),
    async findApplicant(session) {
      const known = applicants.findKnown(session.applicantKeyId);
      if (known !== undefined) return known;
      const key = await readApplicantKey(pool, session.applicantKeyId);
      return opening(() => applicants.open({ ...session, ...key }));
    },
    fingerprint: (tenantId, purpose, value) => computeKeyedHash(keys.lookup(tenantId), purpose, value),
    opening,
  };
}
