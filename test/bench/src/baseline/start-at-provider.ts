import type { Agent } from "undici";
import { companyKey } from "../machine/provision.ts";

/** The least that asks the simulator for a session. */
export async function startAtProvider(
  agent: Agent,
  providerUrl: string,
  clientUserId: string,
): Promise<unknown> {
  const { body } = await agent.request({
    origin: providerUrl,
    path: "/external-api/begin/",
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ company_key: companyKey, clientUserId }),
  });
  return body.json();
}
