import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { findTenantId } from "../features/configuration/find-tenant-id.ts";
import { readImportFile } from "../features/kvary/import-file.ts";
import { kvaryNames } from "../features/kvary/provision-kvary.ts";
import { importDecision } from "../features/sessions/import-decision.store.ts";
import { readActor } from "./actor.ts";
import { administer } from "./administration.ts";
import { parseReason } from "./parse-argument.ts";
import { print } from "./print.ts";

interface ImportOptions {
  readonly reason: string;
  readonly dryRun?: true;
}

/** `kyc-gateway kvary …`. */
export function kvaryCommand(): Command {
  const command = new Command("kvary").description("moving over from Kvary's KYC service");
  command
    .command("import <file>")
    .description("take over people who were verified, or rejected, before; the audit log says so for each")
    .requiredOption("--reason <text>", "why, for the audit log", parseReason)
    .option("--dry-run", "check the file and say what it holds; change nothing")
    .addHelpText(
      "after",
      '\nOne JSON object in each line:\n  {"userId":"4711","status":"VERIFIED","decidedAt":"2025-03-01T12:00:00Z","documentExpiresOn":"2031-06-28"}\nstatus: VERIFIED or REJECTED. documentExpiresOn: the document\'s last day, may be left out. Whoever has a session already is left as they are; repeating an import changes nothing.',
    )
    .action(importFile);
  return command;
}

async function importFile(file: string, { reason, dryRun }: ImportOptions): Promise<void> {
  const decisions = readImportFile(await readFile(file, "utf8"), new Date());
  if (dryRun === true) {
    const approved = decisions.filter(({ status }) => status === "APPROVED").length;
    print(
      `${decisions.length} people: ${approved} verified, ${decisions.length - approved} rejected. Nothing was changed.`,
    );
    return;
  }
  await administer(async (_provisioning, { database, vault }) => {
    const tenantId = await findTenantId(database, kvaryNames.tenant);
    const counts = { imported: 0, known: 0 };
    for (const decision of decisions)
      counts[
        await importDecision({ database, vault }, { ...decision, tenantId }, { actor: readActor(), reason })
      ] += 1;
    print(`${counts.imported} imported, ${counts.known} left as they were: they have a session already.`);
  });
}
