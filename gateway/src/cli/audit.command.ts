import { Command, InvalidArgumentError } from "commander";
import { openReason } from "../features/audit/access-reason.ts";
import { formatAnchor, parseAnchor, type AuditAnchor } from "../features/audit/audit-anchor.ts";
import { readAuditHead, verifyAudit } from "../features/audit/verify-audit.store.ts";
import { findTenantId } from "../features/configuration/find-tenant-id.ts";
import { listAudit } from "../features/audit/audit.store.ts";
import { administer } from "./administration.ts";
import { print, printError, printTable } from "./print.ts";

/** `kyc-gateway audit`. */
export function auditCommand(): Command {
  const command = new Command("audit")
    .description("list who changed what and who read whose claims, newest first")
    .option("--limit <n>", "how many", parseLimit, 50)
    .option("--tenant <name>", "only what was done with this tenant's people's data")
    .action(listEntries);
  command
    .command("head")
    .description("print where the log ends, as an anchor to keep outside")
    .action(() =>
      administer(async (_provisioning, { database }) =>
        print(formatAnchor(await readAuditHead(database.pool))),
      ),
    );
  command
    .command("verify")
    .description("recompute the whole log and find what was changed, removed or inserted")
    .option(
      "--anchor <seq:hash>",
      "check against this end of an earlier day; may be repeated",
      collectAnchor,
      [],
    )
    .action(verify);
  return command;
}

async function listEntries({ limit, tenant }: { limit: number; tenant?: string }): Promise<void> {
  await administer(async (_provisioning, { database, vault }) => {
    const tenantId = tenant === undefined ? undefined : await findTenantId(database, tenant);
    const entries = await listAudit(database, { limit, tenantId });
    const rows = [];
    for (const entry of entries) {
      const { at, operator, action, subject, requestId } = entry;
      const reason = await openReason(vault, entry);
      rows.push([at.toISOString(), operator, action, subject, requestId ?? "", reason ?? ""]);
    }
    printTable(["AT", "WHO", "ACTION", "SUBJECT", "REQUEST", "WHY"], rows);
  });
}

async function verify({ anchor: anchors }: { anchor: readonly AuditAnchor[] }): Promise<void> {
  await administer(async (_provisioning, { database }) => {
    const { head, entryCount, faultCount, faults } = await verifyAudit(database, {
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
    print(`The log ends at ${formatAnchor(head)}`);
    if (anchors.length === 0)
      print(
        "Nothing outside was compared: who owns the database could have written all of it anew (--anchor).",
      );
  });
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new InvalidArgumentError("Give a whole number from 1 to 1000.");
  return limit;
}

function collectAnchor(text: string, before: readonly AuditAnchor[]): readonly AuditAnchor[] {
  const anchor = parseAnchor(text);
  if (anchor === undefined)
    throw new InvalidArgumentError("Give what `kyc-gateway audit head` printed: <seq>:<hash>.");
  return [...before, anchor];
}
