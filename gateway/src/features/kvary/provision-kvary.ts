import type { ConfigurationCommands } from "../configuration/index.ts";
import type { KvaryConfig } from "./kvary.config.ts";

/** The names of what the Kvary variables configure. */
export const kvaryNames = {
  tenant: "kvary",
  connection: "kvary-identomat",
  flow: "standard",
  adapter: "identomat",
} as const;

/** Makes the variables' tenant, connection and flow; repeating it brings them up to date. A flow that is there is left alone. */
export async function provisionKvary(provisioning: ConfigurationCommands, kvary: KvaryConfig): Promise<void> {
  const { tenant, connection, flow, adapter } = kvaryNames;
  await provisioning.saveTenant(tenant);
  await provisioning.saveConnection({
    name: connection,
    adapter,
    tenant,
    settings: kvary.connectionSettings,
  });
  if (!(await provisioning.hasFlow(tenant, flow)))
    await provisioning.saveFlow({ tenant, name: flow, targets: [{ connection, settings: {} }] });
}
