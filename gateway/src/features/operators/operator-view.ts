import type { OperatorRole } from "@kyc-gateway/http-api";
import type { Database } from "../../platform/database/database.ts";
import { ConnectionEntity, createTenantNames, type CurrentConfiguration } from "../configuration/index.ts";
import { isRoleEnough } from "../access/index.ts";
import type { OperatorView } from "./present-operator-session.ts";

/** Names of tenants and connections, removed ones too, for one answer. */
export async function createOperatorView(
  { database, configuration }: { readonly database: Database; readonly configuration: CurrentConfiguration },
  role: OperatorRole,
): Promise<OperatorView> {
  const rows = await database.orm.em.fork().find(ConnectionEntity, {}, { fields: ["name", "adapter"] });
  const connections = new Map(rows.map(({ id, name, adapter }) => [id, { name, adapter }]));
  return {
    nameOfTenant: createTenantNames(configuration.current),
    findConnection: (id) => connections.get(id),
    canSeeApplicant: isRoleEnough(role, "support"),
  };
}
