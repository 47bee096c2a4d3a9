import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { listMonitoringFiles } from "./monitoring-files.ts";

/** `pnpm monitoring`: writes the rules for Prometheus and the dashboards for Grafana. */
for (const [path, text] of listMonitoringFiles()) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
