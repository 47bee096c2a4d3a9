import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { print } from "./print.ts";
import { reasonOption } from "./reason-option.ts";

interface ImportOptions {
  readonly reason: string;
  readonly dryRun?: true;
}

/** `kyc-gateway kvary …`. */
export function kvaryCommand(): Command {
  const command = new Command();
  command
    .command("import <file>")
    .description("import people who were verified or rejected earlier; each is recorded in the audit log")
    .addOption(reasonOption("why, for the audit log"))
    .option("--dry-run", "check the file and say what it holds; change nothing")
    .addHelpText(
      "after",
      '\nOne JSON object in each line:\n  {"userId":"4711","status":"VERIFIED","decidedAt":"2025-03-01T12:00:00Z","documentExpiresOn":"2031-06-28"}\nstatus: VERIFIED or REJECTED. documentExpiresOn: the document\'s last day, may be left out. Whoever has a session already is left as they are; repeating an import changes nothing.',
    )
    .action(importFile);
  return command;
}

async function importFile(file: string, { reason, dryRun }: ImportOptions): Promise<void> {
  const { countImportFile, importDecisions } = await import("../app/commands/kvary-import.ts");
  const text = await readFile(file, "utf8");
  if (dryRun === true) {
    const { approved, rejected } = countImportFile(text);
    print(`${approved + rejected} people: ${approved} verified, ${rejected} rejected. Nothing was changed.`);
    return;
  }
  const { imported, known } = await importDecisions(text, reason);
  print(`${imported} imported, ${known} left as they were: they have a session already.`);
}
