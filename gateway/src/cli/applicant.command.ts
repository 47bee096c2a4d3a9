import { Command } from "commander";
import { print, printError } from "./print.ts";
import { reasonOption } from "./reason-option.ts";

/** `kyc-gateway applicant …`. */
export function applicantCommand(): Command {
  const command = new Command();
  command
    .command("export <tenant> <id>")
    .description(
      "write everything that is held about a person as JSON to standard output; recorded in the audit log",
    )
    .addOption(reasonOption("why, for the audit log"))
    .action(async (tenant: string, applicantId: string, { reason }: { reason: string }) => {
      const { writeApplicantExport } = await import("../app/commands/applicant-export.ts");
      const wanted = { tenant, applicantId, reason };
      if (await writeApplicantExport(wanted, (piece) => void process.stdout.write(piece))) return;
      printError("Nothing is held about this person.");
      process.exitCode = 1;
    });
  command
    .command("erase")
    .description(
      "erase a person: here at once, at the providers by background jobs; recorded in the audit log",
    )
    .requiredOption("--tenant <name>", "name of the tenant")
    .requiredOption("--applicant <id>", "the tenant's own id of the person")
    .addOption(reasonOption("why, for the audit log"))
    .option("--dry-run", "show what would be erased; change nothing")
    .action(erase);
  return command;
}

interface EraseOptions {
  readonly tenant: string;
  readonly applicant: string;
  readonly reason: string;
  readonly dryRun?: true;
}

async function erase({ tenant, applicant: applicantId, reason, dryRun }: EraseOptions): Promise<void> {
  const { eraseApplicant, previewErasure } = await import("../app/commands/applicant-erasure.ts");
  if (dryRun !== true) {
    const { id, sessions } = await eraseApplicant({ tenant, applicantId, reason });
    print(`erasure ${id}, ${sessions.length} session${sessions.length === 1 ? "" : "s"}`);
    return;
  }
  const { sessionIds, isOnHold } = await previewErasure({ tenant, applicantId });
  for (const id of sessionIds) print(`session ${id}`);
  if (isOnHold)
    print("A legal hold keeps the data: the erasure would be refused. `kyc-gateway hold list` shows it.");
  print("Nothing was changed.");
}
