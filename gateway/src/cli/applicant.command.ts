import { Command } from "commander";
import { printError } from "./print.ts";
import { reasonOption } from "./reason-option.ts";

/** `kyc-gateway applicant …`. */
export function applicantCommand(): Command {
  const command = new Command();
  command
    .command("export <tenant> <id>")
    .description(
      "write everything that is held about a person as JSON to standard output; the audit log says so",
    )
    .addOption(reasonOption("why, for the audit log"))
    .action(async (tenant: string, applicantId: string, { reason }: { reason: string }) => {
      const { writeApplicantExport } = await import("../app/commands/applicant-export.ts");
      const wanted = { tenant, applicantId, reason };
      if (await writeApplicantExport(wanted, (piece) => void process.stdout.write(piece))) return;
      printError("Nothing is held about this person.");
      process.exitCode = 1;
    });
  return command;
}
