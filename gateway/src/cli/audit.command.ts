import { Command, InvalidArgumentError } from "commander";
import { parseAnchor, type AuditAnchor } from "../app/commands/audit-anchor.ts";
import { numberOption } from "./option.ts";
import { print, printError, printTable } from "./print.ts";

/** `kyc-gateway audit …`. */
export function auditCommand(): Command {
  const command = new Command();
  command
    .command("list")
    .description("list who changed what and who read whose claims, newest first")
    .addOption(
      numberOption("--limit <n>", "how many", { kind: "whole number", min: 1, max: 1000 }).default(50),
    )
    .option("--tenant <name>", "only entries about this tenant's applicants")
    .action(listEntries);
  command
    .command("head")
    .description("print the end of the log, to be kept outside as an anchor for `verify`")
    .action(async () => {
      const { readAuditAnchor } = await import("../app/commands/audit-log.ts");
      print(await readAuditAnchor());
    });
  command
    .command("verify")
    .description("recompute the whole log and find what was changed, removed or inserted")
    .option(
      "--anchor <seq:hash>",
      "compare with an anchor that `audit head` printed earlier; may be repeated",
      collectAnchor,
      [],
    )
    .action(verify);
  return command;
}

async function listEntries(options: { limit: number; tenant?: string }): Promise<void> {
  const { readAuditEntries } = await import("../app/commands/audit-log.ts");
  const entries = await readAuditEntries(options);
  printTable(
    ["AT", "WHO", "ACTION", "SUBJECT", "REQUEST", "WHY"],
    entries.map(({ at, operator, action, subject, requestId, reason }) => [
      at.toISOString(),
      operator,
      action,
      subject,
      requestId ?? "",
      reason ?? "",
    ]),
  );
}

async function verify({ anchor: anchors }: { anchor: readonly AuditAnchor[] }): Promise<void> {
  const { verifyAuditLog } = await import("../app/commands/audit-log.ts");
  const { anchor, entryCount, faultCount, faults } = await verifyAuditLog({
    anchors,
    onProgress: (seen, total) => printError(`${seen} of ${total} entries`),
  });
  for (const { kind, message } of faults) print(`${kind}: ${message}`);
  if (faultCount > faults.length) print(`… and ${faultCount - faults.length} more`);
  if (faultCount > 0) {
    print(`${faultCount} faults: the log is not what was written. Compare it with a backup.`);
    process.exitCode = 1;
    return;
  }
  print(`${entryCount} entries, none changed, removed or inserted.`);
  print(`The log ends at ${anchor}`);
  if (anchors.length === 0)
    print(
      "No anchor was compared (--anchor): the owner of the database could have rewritten the whole log unnoticed.",
    );
}

function collectAnchor(text: string, before: readonly AuditAnchor[]): readonly AuditAnchor[] {
  const anchor = parseAnchor(text);
  if (anchor === undefined)
    throw new InvalidArgumentError("Give what `kyc-gateway audit head` printed: <seq>:<hash>.");
  return [...before, anchor];
}
