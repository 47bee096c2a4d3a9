import type { Call, Connection } from "@kyc-gateway/adapter-spec/v1";
import type { ProviderFailure } from "@kyc-gateway/core";
import type { ProblemCode } from "@kyc-gateway/http-api";
import { ProblemError } from "../../platform/http/problem-error.ts";
import type { FacetOperation } from "./calling/provider-call.ts";
import type { ConnectionRuntime } from "./connection-runtime.ts";
import { explainProviderFailure } from "./provider-problem.ts";

/** What a call of a facet can end in, beside its answer. */
export const facetProblems = [
  "facet_unsupported",
  "provider_refused",
  "provider_unavailable",
  "provider_unrecognised",
  "provider_misconfigured",
] as const satisfies readonly ProblemCode[];

export interface FacetCall<T> {
  readonly operation: FacetOperation;
  readonly tenantId: string;
  readonly deadlineAt: number;
  readonly signal?: AbortSignal;
  readonly idempotencyKey: string;
  /** Whether it may be made again when nobody knows what came of it. */
  readonly isRepeatable: boolean;
  readonly work: (connection: Connection, call: Call) => Promise<T>;
  /** What a failure is called here, where it is not a failure of the provider. */
  readonly problems?: Partial<Record<ProviderFailure["code"], ProblemCode>>;
}

/** Calls a facet of a connection; throws the problem that a failure is. */
export async function callFacet<T>(
  { caller, connection }: Pick<ConnectionRuntime, "caller" | "connection">,
  { work, problems = {}, ...call }: FacetCall<T>,
): Promise<T> {
  const outcome = await caller.call({ ...call, work: (own) => work(connection, own) });
  if (outcome.kind === "ok") return outcome.value;
  const { failure } = outcome;
  const problem = problems[failure.code] ?? ownProblems[failure.code];
  throw problem === undefined ? explainProviderFailure(failure) : new ProblemError(problem);
}

/** What a request alone can be blamed for. */
const ownProblems: Partial<Record<ProviderFailure["code"], ProblemCode>> = {
  request_rejected: "provider_refused",
  unsupported: "facet_unsupported",
};
