import { Command } from "commander";
import { recordAudit } from "../features/audit/audit.store.ts";
import { applyRetention, previewRetention } from "../features/privacy/retention.ts";
import { readActor } from "./actor.ts";
import { administer } from "./administration.ts";
import { print, printTable } from "./print.ts";

/** `kyc-gateway retention`. */
export function retentionCommand(): Command {
  return new Command("retention")
    .description("clear what is beyond the time that tenants keep it, now instead of at the next night's run")
    .option("--dry-run", "only tell what would be cleared")
    .action(({ dryRun = false }: { dryRun?: boolean }) =>
      administer(async (_provisioning, { database, erasures, configuration }) => {
        await configuration.reload();
        const parts = { database, erasures, configuration: configuration.current };
        const lines = await previewRetention(parts);
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
        if (dryRun) return;
        const cleared = await applyRetention(parts);
        await database.orm.em
          .fork()
          .transactional((em) =>
            recordAudit(em, readActor(), [
              { action: "retention.apply", subject: "retention", detail: { cleared } },
            ]),
          );
        for (const [name, count] of Object.entries(cleared)) print(`${name}: ${count} cleared`);
      }),
    );
}
