import type { ApiClient } from "./api-client.ts";

/** One line of `/metrics`. */
export interface MetricLine {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All series of a gateway, those of Node.js too. */
export async function readMetrics(client: Pick<ApiClient, "get">): Promise<readonly MetricLine[]> {
  return parseMetrics((await client.get("/metrics")).text);
}

/** As Prometheus' own text has them: a series in each line. */
function parseMetrics(text: string): readonly MetricLine[] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const {
        name = "",
        labels = "",
        value,
      } = /^(?<name>\w+)(?:\{(?<labels>.*)\})? (?<value>\S+)$/.exec(line)?.groups ?? {};
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, content = ""]) => [
        label,
        content,
      ]);
      return { name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) };
    });
}
