import { Command } from "commander";
import { print } from "./print.ts";

interface ApplyOptions {
  readonly file: string;
  readonly dryRun?: true;
  readonly prune?: true;
  readonly offline?: true;
}

/** `kyc-gateway apply`. */
export function applyCommand(): Command {
  return new Command()
    .requiredOption("-f, --file <file>", "YAML or JSON; - reads standard input")
    .option("--dry-run", "show what would change; change nothing")
    .option("--prune", "remove connections that the file does not name")
    .option("--offline", "do not ask providers about the configurations that changed flows name")
    .addHelpText(
      "after",
      '\nEach tenant and connection in the file is set to exactly what the file says; all others stay as they are.\nSecrets are references: {"$env": "NAME"} or {"$file": "path"}. `kyc-gateway export` prints the present configuration.',
    )
    .action(apply);
}

async function apply({ file, dryRun, prune, offline }: ApplyOptions): Promise<void> {
  const { readText } = await import("./read-json.ts");
  const { createReferenceSource } = await import("./reference-source.ts");
  const { applyConfigurationFile } = await import("../app/commands/configuration-file.ts");
  const { lines, changeCount, warnings } = await applyConfigurationFile({
    file: file === "-" ? "standard input" : file,
    text: readText(file),
    source: createReferenceSource(file),
    isDryRun: dryRun === true,
    isPruning: prune === true,
    isOffline: offline === true,
  });
  for (const line of lines) print(line);
  if (changeCount === 0) print("There is nothing to change.");
  else
    print(
      `${changeCount} change${changeCount === 1 ? "" : "s"}${dryRun ? ", none of them made." : " made."}`,
    );
  for (const warning of warnings) print(`WARN  ${warning}`);
}
