import { applyFile, type ApplyFileOptions } from "../../features/configuration/apply-file.ts";
import type { ConfigurationModel } from "../../features/configuration/configuration-model.ts";
import { listChangeLines } from "../../features/configuration/describe-change.ts";
import { readPresent } from "../../features/configuration/read-present.ts";
import { examineApplied } from "./examine-applied.ts";
import { withConfiguration } from "./with-configuration.ts";

interface ApplyOptions extends Omit<ApplyFileOptions, "actor" | "onChecked"> {
  /** Asks no provider. */
  readonly isOffline: boolean;
}

/** What was done: a line for each change, and a warning for what does not fit at a provider. */
interface AppliedFile {
  readonly lines: readonly string[];
  readonly changeCount: number;
  readonly warnings: readonly string[];
}

/** Makes the configuration what the file says. Throws `FileIssuesError`. */
export function applyConfigurationFile({ isOffline, ...options }: ApplyOptions): Promise<AppliedFile> {
  return withConfiguration(async (parts) => {
    let model: ConfigurationModel = { tenants: [], connections: [] };
    const changes = await applyFile(parts, {
      ...options,
      actor: parts.actor,
      onChecked: (checked) => {
        model = checked;
      },
    });
    const { isDryRun } = options;
    const warnings = isOffline ? [] : await examineApplied(parts, { model, changes, isDryRun });
    return { lines: listChangeLines(changes), changeCount: changes.length, warnings };
  });
}

/** What is configured now, without secrets. */
export function readConfigurationDocument(): ReturnType<typeof readPresent> {
  return withConfiguration((parts) => readPresent(parts));
}
