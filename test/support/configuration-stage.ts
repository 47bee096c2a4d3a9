import { applyFile, listChangeLines } from "@kyc-gateway/gateway";
import { startHarness, type Harness } from "./gateway-harness.ts";

/** How a file is applied. */
interface ApplyOptions {
  readonly isDryRun?: boolean;
  readonly isPruning?: boolean;
}

/** A gateway whose configuration is applied from files. */
export interface ConfigurationStage {
  readonly harness: Harness;
  /** The variables and files that a configuration may refer to. */
  readonly variables: Record<string, string>;
  readonly files: Record<string, string>;
  /** Gives a line for each change. */
  readonly apply: (text: string, options?: ApplyOptions) => Promise<readonly string[]>;
}

export async function startConfigurationStage(): Promise<ConfigurationStage> {
  const harness = await startHarness({ withOndato: true });
  const variables: Record<string, string> = {
    CASINO_COMPANY_KEY: "shop-company-key",
    CASINO_CALLBACK_KEY: "shop-callback-key",
    CASINO_NEXT_CALLBACK_KEY: "next-callback-key",
  };
  const files: Record<string, string> = { "secrets/company-key": "from-a-file" };
  return {
    harness,
    variables,
    files,
    async apply(text, { isDryRun = false, isPruning = false } = {}) {
      const changes = await applyFile(harness.gateway.services, {
        file: "gateway.yaml",
        text,
        source: { readVariable: (name) => variables[name], readFile: (path) => files[path] },
        actor: { operator: "ops", requestId: "test" },
        isDryRun,
        isPruning,
      });
      return listChangeLines(changes);
    },
  };
}
