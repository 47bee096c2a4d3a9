import { problemKinds } from "@kyc-gateway/http-api";
import { ConfigurationError } from "../../platform/config/parse-config.ts";
import { readEnvironment } from "../../platform/config/environment.ts";
import { explainRefusal } from "../../platform/database/check-server.store.ts";
import { isDatabaseUnavailable } from "../../platform/database/database-unavailable.ts";
import { MigrationBlockedError } from "../../platform/database/migration-blocked-error.ts";
import { StartRefusedError } from "../../platform/config/start-refused-error.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { endSentence } from "../../platform/validation/end-sentence.ts";
import { InputError } from "../../platform/validation/input-error.ts";
import { NotConfiguredError } from "../../platform/validation/not-configured-error.ts";
import { SettingsError } from "../../platform/validation/settings-error.ts";
import { isDatabaseError } from "../../platform/database/sql/database-error.ts";

/** What a person reads about a failure, and the exit code: 2 for an issue of the caller's, 1 for anything else. */
export interface Explanation {
  readonly message: string;
  readonly exitCode: 1 | 2;
}

/** Says what went wrong and what to do, without a stack. */
export function explainFailure(error: unknown): Explanation {
  const issue = explainIssue(error);
  if (issue !== undefined) return { message: issue, exitCode: 2 };
  return { message: explainFault(error) ?? describeUnforeseen(error), exitCode: 1 };
}

function explainIssue(error: unknown): string | undefined {
  if (
    error instanceof ConfigurationError ||
    error instanceof NotConfiguredError ||
    error instanceof InputError
  )
    return error.message;
  if (error instanceof ProblemError && problemKinds[error.code].status < 500) return describeProblem(error);
  if (!(error instanceof SettingsError)) return undefined;
  const { length } = error.issues;
  return [
    `Nothing was changed. ${length} issue${length === 1 ? "" : "s"}:`,
    ...error.issues.map(
      ({ pointer, message }) => `  - ${pointer === "" ? "" : `${pointer} `}${endSentence(message)}`,
    ),
  ].join("\n");
}

function explainFault(error: unknown): string | undefined {
  if (error instanceof StartRefusedError || error instanceof MigrationBlockedError) return error.message;
  if (error instanceof ProblemError) return describeProblem(error);
  const refusal = explainRefusal(error, readEnvironment()["DATABASE_URL"] ?? "");
  if (refusal !== undefined) return refusal.message;
  if (isDatabaseError(error, "undefined_table"))
    return "The database is not migrated. Run: kyc-gateway migrate";
  return explainAddress(error) ?? explainFile(error) ?? explainAway(error);
}

/** What products read as an answer, without its code. */
function describeProblem({ code, details: { detail, issues = [] } }: ProblemError): string {
  const said = [problemKinds[code].title, ...(detail === undefined ? [] : [detail])]
    .map(endSentence)
    .join(" ");
  return [said, ...issues.map(({ pointer, message }) => `  - ${pointer} ${endSentence(message)}`)].join("\n");
}

function explainAddress(error: unknown): string | undefined {
  const { code, syscall, address, port } = (error ?? {}) as NodeJS.ErrnoException & {
    readonly address?: string;
    readonly port?: number;
  };
  if (syscall !== "listen" && code !== "EADDRINUSE") return undefined;
  const place = address === undefined ? "The address" : `${address}:${port ?? ""}`;
  if (code === "EADDRINUSE")
    return `${place} is taken by another program. Set PORT (or KYC_OPERATIONS_PORT) to a free one, or to 0.`;
  if (code === "EACCES")
    return `This user may not listen on ${place}. Set PORT to one above 1023, or give the process the right (CAP_NET_BIND_SERVICE).`;
  return `${place} cannot be listened on (${code ?? "no further word"}). Set HOST to an address of this machine, or to 0.0.0.0 for all of them.`;
}

const fileCauses: Readonly<Record<string, string>> = {
  EACCES: "this user may not",
  EPERM: "this user may not",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota is used up",
  ENOTDIR: "a part of the path is a file",
  EISDIR: "it is a folder",
  ENOENT: "there is no such file or folder",
  EMFILE: "too many files are open",
};

/** Failures of the file system name their path; those of sockets do not come here. */
function explainFile(error: unknown): string | undefined {
  const { code, path, dest, syscall } = (error ?? {}) as NodeJS.ErrnoException & { readonly dest?: string };
  const cause = fileCauses[code ?? ""];
  if (cause === undefined || syscall === "connect") return undefined;
  const place = dest ?? path;
  if (place === undefined) return code === "ENOENT" ? undefined : `A file cannot be used: ${cause}.`;
  return `${place} cannot be used: ${cause} (${syscall ?? code}). Check it, and KYC_DATA_FOLDER, which names the folder for everything that the gateway keeps.`;
}

function explainAway(error: unknown): string | undefined {
  if (!isDatabaseUnavailable(error)) return undefined;
  return "PostgreSQL does not answer. Check DATABASE_URL and that the server runs; `kyc-gateway doctor` says more.";
}

/** The stack is for whoever asks for it. */
function describeUnforeseen(error: unknown): string {
  if (!(error instanceof Error)) return "An unexpected failure without a message.";
  const level = readEnvironment()["LOG_LEVEL"];
  if (level === "debug" || level === "trace") return error.stack ?? error.message;
  return `An unexpected failure: ${error.message.split("\n")[0]}. LOG_LEVEL=debug tells where it happened.`;
}
