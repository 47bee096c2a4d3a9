import { randomUUID } from "node:crypto";
import { findBlock } from "./paste.ts";

/** What a product does, over HTTP. */
export interface Product {
  readonly address: string;
  /** Gives the session's id and its applicant's link. */
  start(flow: string, returnUrl?: string): Promise<{ id: string; launchUrl: string }>;
  read(path: string): Promise<Record<string, unknown>>;
}

/** The product that the demo's printed address and key belong to. */
export function readProduct(output: string): Product {
  const [variables = ""] = findBlock(output, "KYC=");
  const address = /KYC=(\S+)/.exec(variables)?.[1] ?? "";
  const authorization = `Bearer ${/KEY=(\S+)/.exec(variables)?.[1] ?? ""}`;
  return {
    address,
    async start(flow, returnUrl) {
      const response = await fetch(`${address}/v1/sessions`, {
        method: "POST",
        headers: { authorization, "content-type": "application/json", "idempotency-key": randomUUID() },
        body: JSON.stringify({ flow, applicant: { id: randomUUID() }, returnUrl }),
      });
      const session = (await response.json()) as { id: string; launch: { url: string } };
      return { id: session.id, launchUrl: session.launch.url };
    },
    async read(path) {
      const response = await fetch(`${address}${path}`, { headers: { authorization } });
      return (await response.json()) as Record<string, unknown>;
    },
  };
}
