import { addOperator, type Gateway } from "@kyc-gateway/gateway";
import { operatorRoles, type OperatorRole } from "@kyc-gateway/http-api";
import { createApiClient, type ApiClient } from "./api-client.ts";
import { waitFor } from "./wait-for.ts";

/** A new operator's key, named as the role unless told otherwise; it works when this resolves. */
export async function addOperatorKey(
  gateway: Gateway,
  role: OperatorRole,
  name: string = role,
): Promise<string> {
  const key = await addOperator(
    gateway.services.database,
    { operator: "test", requestId: null },
    { name, role },
  );
  const client = createApiClient(gateway.url, key);
  await waitFor(async () => (await client.get("/admin/v1/me")).status === 200);
  await client.close();
  return key;
}

/** One operator of each role. */
export interface OperatorsByRole extends Readonly<Record<OperatorRole, ApiClient>> {
  close(): Promise<void>;
}

export async function connectOperators(gateway: Gateway): Promise<OperatorsByRole> {
  const clients = await Promise.all(
    operatorRoles.map(
      async (role) => [role, createApiClient(gateway.url, await addOperatorKey(gateway, role))] as const,
    ),
  );
  return {
    ...(Object.fromEntries(clients) as Record<OperatorRole, ApiClient>),
    close: async () => void (await Promise.all(clients.map(([, client]) => client.close()))),
  };
}
