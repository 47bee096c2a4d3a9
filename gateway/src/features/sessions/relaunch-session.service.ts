import type { Relaunched } from "@kyc-gateway/adapter-spec/v1";
import {
  canRelaunch,
  decideRelaunch,
  type ProviderFailure,
  type Session,
  type Transition,
} from "@kyc-gateway/core";
import { LockMode } from "@mikro-orm/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import type { Database } from "../../platform/database/database.ts";
import type { Applicant } from "../../platform/encryption/applicant-key.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { ProviderPort } from "./provider-port.ts";
import { recordTransition } from "./record-transition.ts";
import { SessionEntity, type SessionRecord } from "./session.entity.ts";
import { launchContext, toSession } from "./session-row.store.ts";

interface Parts {
  readonly database: Database;
  readonly vault: Vault;
  readonly providers: Pick<ProviderPort, "relaunch" | "sessionLifetimeMs">;
  readonly onTransition: (transition: Transition, session: Session) => void;
}

/**
 * What became of a fresh link. `unsupported`: the session's provider gives none. `over`: nobody gets in any more, or there is
 * nothing left for the applicant to do. `gone`: it was erased meanwhile.
 */
export type RelaunchOutcome =
  | { readonly kind: "relaunched"; readonly session: Session }
  | { readonly kind: "unsupported" | "over" | "gone" }
  | { readonly kind: "failed"; readonly failure: ProviderFailure };

/** Asks the provider for a fresh link, outside any transaction, and keeps it where the session is still open then. */
export async function relaunchSession(
  parts: Parts,
  session: Session,
  deadlineAt: number,
): Promise<RelaunchOutcome> {
  if (!canRelaunch(session)) return { kind: "over" };
  const outcome = await parts.providers.relaunch(session, deadlineAt);
  if (outcome === undefined) return { kind: "unsupported" };
  if (outcome.kind === "failed")
    return outcome.failure.code === "conflict"
      ? { kind: "over" }
      : { kind: "failed", failure: outcome.failure };
  return keepLaunch(parts, session, outcome.value);
}

async function keepLaunch(parts: Parts, session: Session, relaunched: Relaunched): Promise<RelaunchOutcome> {
  const applicant = await parts.vault.findApplicant(session);
  if (applicant === undefined) return { kind: "gone" };
  const kept = await parts.database.orm.em
    .fork()
    .transactional((em) => keepWithin(em, parts, { session, relaunched, applicant }));
  if (kept.kind === "relaunched" && kept.transition !== undefined)
    parts.onTransition(kept.transition, kept.session);
  return kept;
}

interface Kept {
  readonly session: Session;
  readonly relaunched: Relaunched;
  readonly applicant: Applicant;
}

async function keepWithin(
  em: SqlEntityManager,
  { providers }: Parts,
  { session: { id, connectionId }, relaunched, applicant }: Kept,
): Promise<RelaunchOutcome & { readonly transition?: Transition | undefined }> {
  const entity = await em.findOne(SessionEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (entity?.erasure !== "none") return { kind: "gone" };
  const now = new Date();
  const before = toSession(entity, applicant);
  // What was decided while the provider made the link counts more than the link.
  if (!canRelaunch(before)) return { kind: "over" };
  const transition = decideRelaunch(before, now);
  if (transition !== undefined) recordTransition(em, entity, transition);
  entity.sealedLaunch = applicant.sealer.sealJson(launchContext(id), relaunched.launch);
  setLapse(entity, {
    told: relaunched.lapsesAt,
    now,
    lifetimeMs: providers.sessionLifetimeMs(connectionId ?? "", entity),
  });
  await em.flush();
  return { kind: "relaunched", session: toSession(entity, applicant), transition };
}

/** What the provider does not tell stays as it was, unless that is over. */
function setLapse(
  entity: SessionRecord,
  { told, now, lifetimeMs }: { told: string | undefined; now: Date; lifetimeMs: number },
): void {
  const isOver = entity.lapsesAt !== null && entity.lapsesAt <= now;
  if (told !== undefined) entity.lapsesAt = new Date(told);
  else if (isOver) entity.lapsesAt = new Date(now.getTime() + lifetimeMs);
  if (entity.lapsesAt === null) return;
  const next = entity.nextReadAt ?? entity.lapsesAt;
  entity.nextReadAt = next < entity.lapsesAt ? next : entity.lapsesAt;
}
