import { ConfigSchema } from "../../../gateway/src/platform/config/config.schema.ts";
import { code, renderTable } from "./table.ts";

/** The gateway's environment variables. */
export function renderConfiguration(): string {
  const rows = Object.entries(ConfigSchema.properties).map(([name, schema]) => {
    const { description = "", default: standard } = schema as {
      description?: string;
      default?: string | number;
    };
    return [code(name), description, standard === undefined ? "" : code(String(standard))];
  });
  return renderTable(["Variable", "What", "Default"], rows);
}
