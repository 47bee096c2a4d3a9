import type { Facet } from "@kyc-gateway/adapter-spec/v1";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { type ConnectionsInUse, refuseUnsupported } from "./choose-connection.ts";
import type { ConnectionRuntime } from "./connection-runtime.ts";

/** The tenant that operators' calls stand for in a connection's queue. */
export const operatorsLane = "operators";

/** An operator's connection by name, if it offers the facet; throws `connection_not_found` and `facet_unsupported`. */
export function requireFacet(
  { current }: ConnectionsInUse,
  name: string,
  {
    facet,
    fits = () => true,
  }: { readonly facet: Facet; readonly fits?: (own: ConnectionRuntime) => boolean },
): ConnectionRuntime {
  const usable = [...current.connections.values()].filter(({ isRetired }) => !isRetired);
  const runtime = usable.find((own) => own.name === name);
  if (runtime === undefined) throw new ProblemError("connection_not_found");
  const able = usable.filter((own) => own.connection[facet] !== undefined && fits(own));
  return able.includes(runtime) ? runtime : refuseUnsupported(facet, able);
}
