import { Command } from "commander";
import { adapterCommand } from "./adapter.command.ts";
import { applicantCommand } from "./applicant.command.ts";
import { applyCommand } from "./apply.command.ts";
import { auditCommand } from "./audit.command.ts";
import { connectionCommand } from "./connection.command.ts";
import { doctorCommand } from "./doctor.command.ts";
import { endpointCommand } from "./endpoint.command.ts";
import { exportCommand } from "./export.command.ts";
import { flowCommand } from "./flow.command.ts";
import { keyCommand } from "./key.command.ts";
import { keysCommand } from "./keys.command.ts";
import { kvaryCommand } from "./kvary.command.ts";
import { migrateCommand } from "./migrate.command.ts";
import { operatorCommand } from "./operator.command.ts";
import { reportFailure } from "./report-failure.ts";
import { retentionCommand } from "./retention.command.ts";
import { startCommand } from "./start.command.ts";
import { tenantCommand } from "./tenant.command.ts";

/** Reads the command line and does what it says. Gives the exit code of a failure. */
export async function runProgram(): Promise<number | undefined> {
  const program = new Command("kyc-gateway")
    .description("One KYC API for all products, over many providers.")
    .showHelpAfterError("(--help tells more)")
    .addHelpText(
      "after",
      "\nBegin with:\n  kyc-gateway start     without DATABASE_URL it brings its own PostgreSQL\n  kyc-gateway doctor    says what is wrong, and what to do",
    );

  for (const command of [
    startCommand,
    migrateCommand,
    doctorCommand,
    applyCommand,
    exportCommand,
    tenantCommand,
    keyCommand,
    keysCommand,
    connectionCommand,
    flowCommand,
    operatorCommand,
    auditCommand,
    applicantCommand,
    retentionCommand,
    endpointCommand,
    kvaryCommand,
    adapterCommand,
  ]) {
    program.addCommand(command());
  }
  try {
    await program.parseAsync();
    return undefined;
  } catch (error) {
    return reportFailure(error);
  }
}
