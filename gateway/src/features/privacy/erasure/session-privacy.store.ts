import type { InferEntity } from "@mikro-orm/core";
import type { Database } from "../../../platform/database/database.ts";
import { SessionEntity } from "../../sessions/index.ts";
import { ErasureSessionEntity, ProviderErasureEntity } from "./erasure.entity.ts";
import { LegalHoldEntity } from "./legal-hold.entity.ts";

/** What keeps a session from being erased, and what became of it. */
export interface SessionPrivacy {
  /** Null: nobody asked for it. */
  readonly atProvider: InferEntity<typeof ProviderErasureEntity> | null;
  readonly erasureIds: readonly string[];
  /** Those in force. */
  readonly holds: readonly Pick<
    InferEntity<typeof LegalHoldEntity>,
    "id" | "sessionId" | "placedBy" | "placedAt"
  >[];
}

/** How far a session's erasure is, and which legal holds keep it. */
export async function readSessionPrivacy(
  { orm }: Pick<Database, "orm">,
  { tenantId, sessionId }: { readonly tenantId: string; readonly sessionId: string },
): Promise<SessionPrivacy> {
  const em = orm.em.fork();
  const [session, atProvider, parts] = await Promise.all([
    em.findOne(SessionEntity, { id: sessionId }, { fields: ["applicantHash"] }),
    orm.em.fork().findOne(ProviderErasureEntity, { sessionId }),
    orm.em.fork().find(ErasureSessionEntity, { sessionId }),
  ]);
  const hash = session?.applicantHash ?? atProvider?.applicantHash ?? null;
  const person = hash === null ? [] : [{ applicantHash: hash }];
  const holds = await em.find(
    LegalHoldEntity,
    { tenantId, releasedAt: null, $or: [{ sessionId }, ...person] },
    { orderBy: { id: "asc" } },
  );
  return { atProvider, erasureIds: parts.map(({ erasureId }) => erasureId), holds };
}
