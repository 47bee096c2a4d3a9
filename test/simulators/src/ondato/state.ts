import { SessionStore } from "../ledger/session-store.ts";
import type { SessionTruth } from "../ledger/snapshot.ts";
import { defaultKeep } from "../server/engine.ts";
import type { Engine } from "../server/engine.ts";
import { defaultApplication } from "./options.ts";
import type { OndatoApplication, OndatoSettings, OndatoSimulatorOptions } from "./options.ts";
import type { KycIdentification, OndatoSession } from "./session.ts";
import { Tokens } from "./tokens.ts";

/** The second level, found by its own id. */
export interface FiledIdentification {
  readonly id: string;
  readonly session: OndatoSession;
  readonly kyc: KycIdentification;
}

/** Everything that one simulated Ondato knows. */
export interface OndatoState {
  readonly engine: Engine;
  readonly settings: OndatoSettings;
  readonly applications: readonly OndatoApplication[];
  /** By application name. */
  readonly webhookUrls: Map<string, string>;
  readonly tokens: Tokens;
  readonly sessions: SessionStore<OndatoSession>;
  readonly identifications: SessionStore<FiledIdentification>;
}

export function createState(
  settings: OndatoSettings,
  options: OndatoSimulatorOptions,
  engine: Engine,
): OndatoState {
  const applications = options.applications ?? [defaultApplication];
  const keep = options.keepSessions ?? defaultKeep;
  return {
    engine,
    settings,
    applications,
    webhookUrls: new Map(
      applications.flatMap(({ name, webhookUrl }) => (webhookUrl === undefined ? [] : [[name, webhookUrl]])),
    ),
    tokens: new Tokens(engine.clock),
    sessions: new SessionStore(keep),
    identifications: new SessionStore(keep),
  };
}

export function describeTruth(session: OndatoSession): SessionTruth {
  return {
    id: session.id,
    externalId: session.externalReferenceId,
    owner: session.application.name,
    status: session.status,
    verdict: session.kyc?.status ?? null,
    reason: session.kyc?.statusReason ?? null,
    hasLapsed: session.status === "Expired",
    isDeleted: false,
    createdAt: new Date(session.createdMs).toISOString(),
    changedAt: new Date(Math.max(session.modifiedMs, session.kyc?.modifiedMs ?? 0)).toISOString(),
    changes: session.changes,
  };
}
