import { applyFile, type ApplyFileOptions } from "../../features/configuration/apply-file.ts";
import { listChangeLines } from "../../features/configuration/describe-change.ts";
import { readPresent } from "../../features/configuration/read-present.ts";
import { withConfiguration } from "./with-configuration.ts";

/** Makes the configuration what the file says. Gives a line for each change. Throws `FileIssuesError`. */
export function applyConfigurationFile(
  options: Omit<ApplyFileOptions, "actor">,
): Promise<{ readonly lines: readonly string[]; readonly changeCount: number }> {
  return withConfiguration(async (parts) => {
    const changes = await applyFile(parts, { ...options, actor: parts.actor });
    return { lines: listChangeLines(changes), changeCount: changes.length };
  });
}

/** What is configured now, without secrets. */
export function readConfigurationDocument(): ReturnType<typeof readPresent> {
  return withConfiguration((parts) => readPresent(parts));
}
