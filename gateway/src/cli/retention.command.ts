import { Command } from "commander";
import type { RetentionRun } from "../app/commands/retention-run.ts";
import { print, printTable } from "./print.ts";

/** `kyc-gateway retention`. */
export function retentionCommand(): Command {
  return new Command()
    .option("--dry-run", "show what would be deleted; delete nothing")
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
      const { withRetention } = await import("../app/commands/retention-run.ts");
      await withRetention((run) => tellAndApply(run, dryRun));
    });
}

async function tellAndApply({ lines, apply }: RetentionRun, isDryRun: boolean): Promise<void> {
  if (lines.length === 0) {
    print("No tenant limits how long its data are kept (privacy.retentionDays).");
    return;
  }
  printTable(
    ["TENANT", "CLASS", "DAYS", "DUE", "HELD", "OLDEST"],
    lines.map(({ tenant, class: name, days, due, held, oldestAt }) => [
      tenant,
      name,
      String(days),
      String(due),
      String(held),
      oldestAt?.toISOString() ?? "",
    ]),
  );
  if (isDryRun) return;
  for (const [name, count] of Object.entries(await apply())) print(`${name}: ${count} cleared`);
}
