import { SessionStore } from "../ledger/session-store.ts";
import type { SessionTruth } from "../ledger/snapshot.ts";
import { defaultKeep } from "../server/engine.ts";
import type { Engine } from "../server/engine.ts";
import { IdentomatAccount } from "./account.ts";
import { defaultCompany, readSettings } from "./options.ts";
import type {
  IdentomatCompany,
  IdentomatConfiguration,
  IdentomatSettings,
  IdentomatSimulatorOptions,
} from "./options.ts";
import { hasLapsed } from "./session.ts";
import type { IdentomatSession } from "./session.ts";

/** Everything that one simulated Identomat knows. */
export interface IdentomatState {
  readonly engine: Engine;
  readonly settings: IdentomatSettings;
  /** By company key. */
  readonly companies: ReadonlyMap<string, IdentomatCompany>;
  /** By company name. */
  readonly callbackUrls: Map<string, string>;
  readonly configurations: readonly IdentomatConfiguration[] | undefined;
  readonly sessions: SessionStore<IdentomatSession>;
  /** What a company keeps beside its sessions. */
  accountOf(company: IdentomatCompany): IdentomatAccount;
  forgetAccounts(): void;
  readonly hmacHeader: string;
  readonly hmacPrefix: string;
}

export function createState(options: IdentomatSimulatorOptions, engine: Engine): IdentomatState {
  const companies = options.companies ?? [defaultCompany];
  const accounts = new Map(companies.map(({ name }) => [name, new IdentomatAccount()]));
  return {
    engine,
    settings: readSettings(options),
    companies: new Map(companies.map((company) => [company.companyKey, company])),
    callbackUrls: new Map(
      companies.flatMap(({ name, callbackUrl }) => (callbackUrl === undefined ? [] : [[name, callbackUrl]])),
    ),
    configurations: options.configurations,
    sessions: new SessionStore(options.keepSessions ?? defaultKeep),
    accountOf: ({ name }) => {
      const account = accounts.get(name) ?? new IdentomatAccount();
      accounts.set(name, account);
      return account;
    },
    forgetAccounts: () => accounts.clear(),
    hmacHeader: (options.hmacHeader ?? "authorization").toLowerCase(),
    hmacPrefix: options.hmacPrefix ?? "",
  };
}

export function describeTruth(session: IdentomatSession, nowMs: number): SessionTruth {
  return {
    id: session.id,
    externalId: session.clientUserId,
    owner: session.company.name,
    status: session.status,
    verdict: null,
    reason: session.rejectReason?.value ?? null,
    hasLapsed: hasLapsed(session, nowMs),
    isDeleted: session.isDeleted,
    createdAt: new Date(session.createdMs).toISOString(),
    changedAt: new Date(session.changedMs).toISOString(),
    changes: session.changes,
  };
}
