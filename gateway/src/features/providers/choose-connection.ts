import type { Facet } from "@kyc-gateway/adapter-spec/v1";
import { ProblemError } from "../../platform/http/problem-error.ts";
import type { ConnectionRuntime } from "./connection-runtime.ts";

/** The connections of the configuration in force, keyed by id. */
export interface ConnectionsInUse {
  readonly current: { readonly connections: ReadonlyMap<string, ConnectionRuntime> };
}

export interface FacetChoice {
  readonly tenantId: string;
  readonly facet: Facet;
  /** Where the caller names one. */
  readonly name?: string | undefined;
  /** What the facet must be able to do beside being there. */
  readonly fits?: (runtime: ConnectionRuntime) => boolean;
}

function rank({ tenantId }: ConnectionRuntime): number {
  return tenantId === null ? 1 : 0;
}

/** The connections that a tenant may use: its own first, then those that are shared, each by name. */
export function listUsable({ current }: ConnectionsInUse, tenantId: string): readonly ConnectionRuntime[] {
  const usable = [...current.connections.values()].filter(
    (runtime) => !runtime.isRetired && (runtime.tenantId === tenantId || runtime.tenantId === null),
  );
  return usable.toSorted((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}

/**
 * The connection for a facet: the one that is named, or the first that can. Throws `connection_not_found` for a name that is
 * not the tenant's to use, and `facet_unsupported`, with the connections that can, where there is none.
 */
export function chooseConnection(configuration: ConnectionsInUse, choice: FacetChoice): ConnectionRuntime {
  const { tenantId, facet, name, fits = () => true } = choice;
  const usable = listUsable(configuration, tenantId);
  const able = usable.filter((runtime) => runtime.connection[facet] !== undefined && fits(runtime));
  if (name === undefined) return able[0] ?? refuseUnsupported(facet, able);
  if (!usable.some((runtime) => runtime.name === name)) throw new ProblemError("connection_not_found");
  return able.find((runtime) => runtime.name === name) ?? refuseUnsupported(facet, able);
}

/** Says which connections can. */
export function refuseUnsupported(facet: string, able: readonly { readonly name: string }[]): never {
  const names = able.map(({ name }) => `"${name}"`).join(", ");
  throw new ProblemError("facet_unsupported", {
    detail:
      names === ""
        ? `None of your connections offers what \`${facet}\` was asked for.`
        : `This connection does not offer what \`${facet}\` was asked for. These can: ${names}.`,
  });
}
