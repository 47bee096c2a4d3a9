import { randomUUID } from "node:crypto";
import { createKycClient, type KycClient } from "@kyc-gateway/client";
import { findBlock } from "./paste.ts";

/** A product of the demo. */
export interface Product {
  readonly address: string;
  readonly kyc: KycClient;
  /** Gives the session's id and its applicant's link. */
  start(flow: string, returnUrl?: string): Promise<{ id: string; launchUrl: string }>;
}

/** The product that the demo's printed address and key belong to. */
export function readProduct(output: string): Product {
  const [variables = ""] = findBlock(output, "KYC=");
  const address = /KYC=(\S+)/.exec(variables)?.[1] ?? "";
  const kyc = createKycClient({ baseUrl: address, apiKey: /KEY=(\S+)/.exec(variables)?.[1] ?? "" });
  return {
    address,
    kyc,
    async start(flow, returnUrl) {
      const applicant = { id: randomUUID() };
      const session = await kyc.sessions.create({ flow, applicant, ...(returnUrl && { returnUrl }) });
      return { id: session.id, launchUrl: session.launch?.url ?? "" };
    },
  };
}
