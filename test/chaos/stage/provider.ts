import type { FaultRule, LedgerSnapshot } from "@kyc-gateway/simulators";
import { startSimulatorProcess, type Server } from "./processes.ts";

/** A simulated provider in a process of its own. */
export interface Provider extends Server {
  /** The settings of a connection to it. */
  readonly settings: Record<string, unknown>;
  addFault(rule: FaultRule): Promise<string>;
  removeFault(id: string): Promise<void>;
  readLedger(): Promise<LedgerSnapshot>;
  /** How many requests would have created a session. */
  countStarts(): Promise<number>;
}

export async function startProvider(): Promise<Provider> {
  const server = await startSimulatorProcess();
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
    settings: {
      companyKey: "simulated-company-key",
      callbackApiKeys: ["simulated-callback-api-key"],
      baseUrl: `${server.url}/external-api`,
    },
    addFault: async (rule) => (await control<{ id: string }>("POST", "faults", rule)).id,
    removeFault: (id) => control("DELETE", `faults/${id}`),
    readLedger,
    countStarts: async () => (await readLedger()).requests["begin"] ?? 0,
  };
}
