import type { ApiClient } from "./api-client.ts";

/** The value of one series of `/metrics`; 0 while it is not there. */
export async function readSeries(
  client: ApiClient,
  name: string,
  labels: Readonly<Record<string, string>>,
): Promise<number> {
  const { text } = await client.get("/metrics");
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text
    .split("\n")
    .find((one) => one.startsWith(`${name}{`) && wanted.every((label) => one.includes(label)));
  return Number(line?.split(" ").at(-1) ?? 0);
}
