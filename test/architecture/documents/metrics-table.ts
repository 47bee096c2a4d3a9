import { createMetrics } from "../../../gateway/src/observability/metrics.ts";
import { registerBacklogMetrics } from "../../../gateway/src/observability/backlog-metrics.ts";
import { code, renderTable } from "./table.ts";

/** The gateway's own metrics; those of Node.js come beside them. */
export function renderMetrics(): string {
  const { registry } = createMetrics();
  // It asks the database only when somebody scrapes.
  registerBacklogMetrics(registry, undefined as never);
  const rows = registry
    .getMetricsAsArray()
    .filter(({ name }) => name.startsWith("kyc_"))
    .map((metric) => {
      const { name, help, labelNames = [] } = metric as unknown as Described;
      return [code(name), help, labelNames.map(code).join(", ")];
    });
  return renderTable(["Metric", "What", "Labels"], rows);
}

interface Described {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
}
