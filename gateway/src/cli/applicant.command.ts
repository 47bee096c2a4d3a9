import { Command } from "commander";
import { sealTenantReason } from "../features/audit/access-reason.ts";
import { findTenantId } from "../features/configuration/find-tenant-id.ts";
import { recordAudit } from "../features/audit/audit.store.ts";
import { exportApplicant } from "../features/privacy/export-applicant.ts";
import { readActor } from "./actor.ts";
import { administer } from "./administration.ts";
import { parseReason } from "./parse-argument.ts";
import { printError } from "./print.ts";

/** `kyc-gateway applicant …`. */
export function applicantCommand(): Command {
  const command = new Command("applicant").description("what is held about a person");
  command
    .command("export <tenant> <id>")
    .description(
      "write everything that is held about a person as JSON to standard output; the audit log says so",
    )
    .requiredOption("--reason <text>", "why, for the audit log", parseReason)
    .action((tenant: string, applicantId: string, { reason }: { reason: string }) =>
      administer(async (_provisioning, { database, vault, sessions, erasures }) => {
        const { people } = erasures;
        const tenantId = await findTenantId(database, tenant);
        const parts = { database, vault, reads: sessions.reads, people };
        const pieces = await exportApplicant(parts, { tenantId, applicantId });
        if (pieces === undefined) {
          printError("Nothing is held about this person.");
          process.exitCode = 1;
          return;
        }
        const hash = await people.hash(tenantId, applicantId);
        const note = {
          action: "applicant.export",
          subject: `applicant ${hash.toString("base64url")}`,
          tenantId,
          detail: {},
          reason: await sealTenantReason(vault, tenantId, reason),
        };
        await database.orm.em.fork().transactional((em) => recordAudit(em, readActor(), [note]));
        for await (const piece of pieces) process.stdout.write(piece);
      }),
    );
  return command;
}
