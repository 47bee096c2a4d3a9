import { LockMode } from "@mikro-orm/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { destroyApplicantKey } from "../../../platform/encryption/destroy-applicant-key.store.ts";
import { ApplicantKeyEntity } from "../../../platform/encryption/key.entity.ts";
import { SessionEntity } from "../../sessions/index.ts";
import type { Vault } from "../../../platform/encryption/vault.ts";
import type { Database } from "../../../platform/database/database.ts";
import { queryRows } from "../../../platform/database/sql/query.ts";

/** Applicants, as those need them who work on all of a person's data at once. */
export interface ApplicantKeys {
  /** What an applicant is known by where the id must not stand: a keyed hash. */
  hash(tenantId: string, applicantId: string): Promise<Buffer>;
  /** Of the person whose session it is; undefined: nobody's any more, or no session of the tenant's. */
  hashOfSession(tenantId: string, sessionId: string): Promise<Buffer | undefined>;
  listSessionIds(em: SqlEntityManager, tenantId: string, applicantId: string): Promise<readonly string[]>;
  /** Whatever is sealed about the person opens nowhere again, in no backup either. */
  destroyKey(em: SqlEntityManager, tenantId: string, hash: Buffer): Promise<void>;
  /** The same, unless sessions of the person are left. */
  destroyUnusedKey(em: SqlEntityManager, tenantId: string, hash: Buffer): Promise<void>;
}

export function createApplicantKeys({ pool }: Database, vault: Vault): ApplicantKeys {
  const hash: ApplicantKeys["hash"] = (tenantId, applicantId) =>
    vault.opening(() => vault.applicants.hash(tenantId, applicantId));
  return {
    hash,
    async hashOfSession(tenantId, sessionId) {
      const [row] = await queryRows<{ applicantHash: Buffer | null }>(
        pool,
        `select applicant_hash as "applicantHash" from sessions where id = $1 and tenant_id = $2`,
        [sessionId, tenantId],
      );
      return row?.applicantHash ?? undefined;
    },
    async listSessionIds(em, tenantId, applicantId) {
      const owned = { tenantId, applicantHash: await hash(tenantId, applicantId) };
      const rows = await em.find(SessionEntity, owned, { fields: ["id"], disableIdentityMap: true });
      return rows.map(({ id }) => id);
    },
    async destroyUnusedKey(em, tenantId, applicantHash) {
      // Waits for a start that is being committed under the key, and makes the next one wait: what is seen then holds.
      const owned = { tenantId, applicantHash };
      await em.findOne(ApplicantKeyEntity, owned, { fields: ["id"], lockMode: LockMode.PESSIMISTIC_WRITE });
      if ((await em.count(SessionEntity, owned)) === 0)
        await destroyApplicantKey(tenantId, applicantHash, em);
    },
    async destroyKey(em, tenantId, applicantHash) {
      await destroyApplicantKey(tenantId, applicantHash, em);
    },
  };
}
