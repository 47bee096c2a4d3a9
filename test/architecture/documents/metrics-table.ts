import { createLocalMasterKeys, createLog, createServices, parseConfig } from "@kyc-gateway/gateway";
import { code, renderTable } from "./table.ts";

/** The gateway's own metrics; those of Node.js come beside them. */
export async function renderMetrics(): Promise<string> {
  // Wired, never asked: neither a database nor an adapter is needed to know what would be measured.
  const services = await createServices({
    config: parseConfig({ KYC_ADAPTERS: "none" }, "."),
    log: createLog({ level: "silent" }),
    adapters: new Map(),
    databaseUrl: "postgres://127.0.0.1:1/none",
    masterKeys: createLocalMasterKeys(new Uint8Array(32)),
  });
  const rows = services.metrics.registry
    .getMetricsAsArray()
    .filter(({ name }) => name.startsWith("kyc_"))
    .map((metric) => {
      const { name, help, labelNames = [] } = metric as unknown as Described;
      return [code(name), help, labelNames.map(code).join(", ")];
    });
  await services.close();
  return renderTable(["Metric", "What", "Labels"], rows);
}

interface Described {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
}
