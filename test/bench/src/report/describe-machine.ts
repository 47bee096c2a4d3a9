import { cpus, release, totalmem } from "node:os";

/** What the numbers depend on. No name of the machine. */
export function describeMachine(postgres: Readonly<Record<string, string>>): string {
  const [first] = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  const { server_version, ...settings } = postgres;
  const set = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return [
    `${cpus().length} cores (${first?.model.trim() ?? "unknown"}), ${memoryGb} GiB, Linux ${release()}, Node ${process.version}`,
    `PostgreSQL ${server_version} on the same machine: ${set.join(", ")}`,
  ].join("; ");
}
