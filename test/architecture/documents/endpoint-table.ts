import { endpoints } from "../../../adapters/identomat/src/testing/endpoints.table.ts";
import { renderTable } from "./table.ts";

/** Each endpoint of the provider, the adapter's method that uses it, and the gateway's route. */
export function renderEndpointTable(): string {
  const rows = Object.entries(endpoints).map(([endpoint, { method, route }]) =>
    [endpoint, method, route].map((text) => `\`${text}\``),
  );
  return renderTable(["Endpoint", "Method", "Route or event"], rows);
}
