import type { EngineOptions } from "../server/engine.ts";

/** One company account at the provider. */
export interface IdentomatCompany {
  /** How control and ledger name it. */
  readonly name: string;
  readonly companyKey: string;
  /** Present: every API request must carry a valid HMAC. */
  readonly secretKey?: string;
  /** The one URL of the dashboard. Absent: no callbacks. */
  readonly callbackUrl?: string;
  readonly callbackApiKey: string;
  /** Screening is not part of the contract: its methods answer `access-denied`. */
  readonly lacksScreening?: boolean;
}

/** A saved configuration that `config_id` may name. */
export interface IdentomatConfiguration {
  readonly id: string;
  readonly name: string;
  readonly general: { readonly language: string; readonly sessionLifetime: number };
  readonly steps: readonly unknown[];
}

/** What may change while the simulator runs. */
export interface IdentomatSettings {
  /** How `result` is spelt: both spellings are documented. */
  resultCase: "lower" | "upper";
  /** How complete a result is: everything, only what is always there, nulls for the rest, proof of address alone. */
  resultShape: "full" | "sparse" | "nulls" | "address_only";
  /** The HTTP status of `argumentError` and `internalError` bodies. */
  errorStatus: number;
  /** How long an applicant may take; a configuration's `sessionLifetime` goes before. */
  tokenLifetimeMs: number;
  /** What `delete/` answers: the reference says `true`, the guide the deleted session. */
  deleteAnswer: "true" | "session";
  /** The `type` of a callback about a changed status: not documented. */
  statusCallbackType: string;
  /**
   * How archives come. `documented`: as data URLs, videos as binary. `swapped`: the other way round. The others are broken or hostile:
   * names that climb out of the folder and links, a file that claims 8 GiB, an archive that ends early, 2,000 files, text that is no base64.
   */
  archiveShape: "documented" | "swapped" | "hostile_paths" | "bomb" | "truncated" | "many" | "not_base64";
  /** At most so many records of a list in one page. */
  pageLimit: number;
  /** Whether each page of a list removes its first record, so that the rest moves up while it is read. */
  listsShrink: boolean;
}

export interface IdentomatSimulatorOptions extends EngineOptions, Partial<IdentomatSettings> {
  /** Default: one company, `simulated-company-key`, without HMAC and without callbacks. */
  readonly companies?: readonly IdentomatCompany[];
  /** Present: any other `config_id` is refused. */
  readonly configurations?: readonly IdentomatConfiguration[];
  /** Where the HMAC is read from. Default `authorization`, with no prefix. */
  readonly hmacHeader?: string;
  readonly hmacPrefix?: string;
  /** How long a callback may take to be answered. Default 10,000. */
  readonly callbackTimeoutMs?: number;
}

export const defaultCompany: IdentomatCompany = {
  name: "default",
  companyKey: "simulated-company-key",
  callbackApiKey: "simulated-callback-api-key",
};

export function readSettings(options: IdentomatSimulatorOptions): IdentomatSettings {
  return {
    resultCase: options.resultCase ?? "lower",
    resultShape: options.resultShape ?? "full",
    errorStatus: options.errorStatus ?? 200,
    tokenLifetimeMs: options.tokenLifetimeMs ?? 15 * 60_000,
    deleteAnswer: options.deleteAnswer ?? "true",
    statusCallbackType: options.statusCallbackType ?? "session-status-update",
    archiveShape: options.archiveShape ?? "documented",
    pageLimit: options.pageLimit ?? 100,
    listsShrink: options.listsShrink ?? false,
  };
}
