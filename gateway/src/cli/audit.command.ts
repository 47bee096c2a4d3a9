import { Command, InvalidArgumentError } from "commander";
import { listAudit } from "../configuration/audit.store.ts";
import { administer } from "./administration.ts";
import { printTable } from "./print.ts";

/** `kyc-gateway audit`. */
export function auditCommand(): Command {
  return new Command("audit")
    .description("list who changed what, newest first")
    .option("--limit <n>", "how many", parseLimit, 50)
    .action(({ limit }: { limit: number }) =>
      administer(async (_provisioning, { database }) => {
        const entries = await listAudit(database, { limit });
        printTable(
          ["AT", "OPERATOR", "ACTION", "SUBJECT", "REQUEST"],
          entries.map(({ at, operator, action, subject, requestId }) => [
            at.toISOString(),
            operator,
            action,
            subject,
            requestId ?? "",
          ]),
        );
      }),
    );
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new InvalidArgumentError("Give a whole number from 1 to 1000.");
  return limit;
}
