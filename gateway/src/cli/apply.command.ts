import { Command } from "commander";
import { applyFile } from "../features/configuration/apply-file.ts";
import { listChangeLines } from "../features/configuration/describe-change.ts";
import { readActor } from "./actor.ts";
import { administer } from "./administration.ts";
import { print } from "./print.ts";
import { readText } from "./read-json.ts";
import { createReferenceSource } from "./reference-source.ts";

interface ApplyOptions {
  readonly file: string;
  readonly dryRun?: true;
  readonly prune?: true;
}

/** `kyc-gateway apply`. */
export function applyCommand(): Command {
  return new Command("apply")
    .description("make the configuration what a file says: all of it, or nothing")
    .requiredOption("-f, --file <file>", "YAML or JSON; - reads standard input")
    .option("--dry-run", "show what would change, and change nothing")
    .option("--prune", "remove connections that the file does not name")
    .addHelpText(
      "after",
      '\nA tenant or a connection that the file names is as it says, in full; others stay as they are.\nSecrets are references: {"$env": "NAME"} or {"$file": "path"}. `kyc-gateway export` shows the present state.',
    )
    .action(({ file, dryRun, prune }: ApplyOptions) =>
      administer(async (_provisioning, services) => {
        const changes = await applyFile(services, {
          file: file === "-" ? "standard input" : file,
          text: readText(file),
          source: createReferenceSource(file),
          actor: readActor(),
          isDryRun: dryRun === true,
          isPruning: prune === true,
        });
        for (const line of listChangeLines(changes)) print(line);
        if (changes.length === 0) print("There is nothing to change.");
        else
          print(
            `${changes.length} change${changes.length === 1 ? "" : "s"}${dryRun ? ", none of them made." : " made."}`,
          );
      }),
    );
}
