import type { ListOperatorSessions } from "@kyc-gateway/http-api";
import type { Vault } from "../../platform/encryption/vault.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import type { SessionSearch } from "./search-sessions.store.ts";

/** Ids by the names that people know. */
export interface SearchScope {
  readonly tenants: ReadonlyMap<string, string>;
  readonly connections: ReadonlyMap<string, string>;
}

type SearchQuery = Omit<ListOperatorSessions, "limit" | "cursor">;

const dayMs = 24 * 3_600_000;
const usualDays = 90;

/** What an operator asks for, in ids. Throws the problem of a tenant or a connection that does not exist. */
export async function planSearch(
  { vault, scope }: { readonly vault: Vault; readonly scope: SearchScope },
  query: SearchQuery,
): Promise<SessionSearch> {
  const { id, applicantId, providerReference, status, flow, createdBefore } = query;
  const tenantIds = selectTenants(scope, query.tenant);
  const connectionId = findConnection(scope, query.connection);
  const createdAfter = query.createdAfter ?? (isNarrow(query) ? undefined : Date.now() - usualDays * dayMs);
  return {
    id,
    tenantIds,
    status,
    flow,
    connectionId,
    createdAfter: createdAfter === undefined ? undefined : new Date(createdAfter),
    createdBefore: createdBefore === undefined ? undefined : new Date(createdBefore),
    ...(providerReference === undefined
      ? {}
      : {
          providerReference: {
            value: providerReference,
            connectionIds: [...scope.connections.values()],
          },
        }),
    ...(applicantId === undefined
      ? {}
      : { applicantHashes: await hashForEach(vault, tenantIds, applicantId) }),
  };
}

/** What an index finds at once, however long ago it was. */
function isNarrow({ id, applicantId, providerReference, status }: SearchQuery): boolean {
  return (
    [id, applicantId, providerReference].some((value) => value !== undefined) || status === "PENDING_REVIEW"
  );
}

function selectTenants({ tenants }: SearchScope, name: string | undefined): readonly string[] {
  if (name === undefined) return [...tenants.values()];
  const tenantId = tenants.get(name);
  if (tenantId === undefined) throw new ProblemError("tenant_not_found");
  return [tenantId];
}

function findConnection({ connections }: SearchScope, name: string | undefined): string | undefined {
  const id = name === undefined ? undefined : connections.get(name);
  if (name !== undefined && id === undefined) throw new ProblemError("connection_not_found");
  return id;
}

/** The same id is another person at each tenant. */
function hashForEach(vault: Vault, tenantIds: readonly string[], applicantId: string): Promise<Buffer[]> {
  return vault.opening(() => tenantIds.map((tenantId) => vault.applicants.hash(tenantId, applicantId)));
}
