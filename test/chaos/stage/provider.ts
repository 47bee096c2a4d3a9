import type { FaultRule, LedgerSnapshot } from "@kyc-gateway/simulators";
import { startSimulatorProcess, type ProviderName, type Server } from "./processes.ts";

const ondatoWebhookSecret = "simulated-webhook-secret";

/** Ondato's redeliveries would take a day: here ten seconds are half a second. */
const simulatorOptions: Readonly<Record<ProviderName, object>> = {
  identomat: {},
  ondato: {
    retryTimeFactor: 0.05,
    applications: [
      {
        name: "default",
        applicationId: "0736cd0c-0000-4000-8000-000000000001",
        clientId: "simulated-client",
        clientSecret: "simulated-client-secret",
        webhookAuthentication: { kind: "hmac", secret: ondatoWebhookSecret },
      },
    ],
  },
};

/** A simulated provider in a process of its own. */
export interface Provider extends Server {
  /** The settings of a connection to it. */
  readonly settings: Record<string, unknown>;
  /** One request to the simulator's control API. */
  control<T>(method: string, path: string, body?: unknown): Promise<T>;
  addFault(rule: FaultRule): Promise<string>;
  removeFault(id: string): Promise<void>;
  readLedger(): Promise<LedgerSnapshot>;
  /** How many requests would have created a session. */
  countStarts(): Promise<number>;
}

export async function startProvider(name: ProviderName): Promise<Provider> {
  const server = await startSimulatorProcess(name, simulatorOptions[name]);
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${server.url}/_control/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The simulator answered ${answer.status} to ${method} ${path}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  };
  const readLedger = (): Promise<LedgerSnapshot> => control<LedgerSnapshot>("GET", "ledger");
  return {
    ...server,
    control,
    settings: describeSettings(name, server.url),
    addFault: async (rule) => (await control<{ id: string }>("POST", "faults", rule)).id,
    removeFault: (id) => control("DELETE", `faults/${id}`),
    readLedger,
    countStarts: async () => (await readLedger()).requests["begin"] ?? 0,
  };
}

/** The settings of a connection to a simulator's ready account. */
function describeSettings(name: ProviderName, url: string): Record<string, unknown> {
  switch (name) {
    case "identomat":
      return {
        companyKey: "simulated-company-key",
        callbackApiKeys: ["simulated-callback-api-key"],
        baseUrl: `${url}/external-api`,
      };
    case "ondato":
      return {
        environment: "sandbox",
        hosts: { token: url, idv: url, kyc: url, page: url },
        clientId: "simulated-client",
        clientSecret: "simulated-client-secret",
        webhook: { scheme: "hmac", secrets: [ondatoWebhookSecret] },
      };
  }
}
