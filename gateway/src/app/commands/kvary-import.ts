import { findTenantId } from "../../features/configuration/find-tenant-id.ts";
import { readImportFile } from "../../features/kvary/import-file.ts";
import { kvaryNames } from "../../features/kvary/provision-kvary.ts";
import { importDecision } from "../../features/sessions/import-decision.store.ts";
import { withDatabase } from "./with-database.ts";

/** What a file of earlier decisions holds. Throws `ImportFileError` with every issue. */
export function countImportFile(text: string): { readonly approved: number; readonly rejected: number } {
  const decisions = readImportFile(text, new Date());
  const approved = decisions.filter(({ status }) => status === "APPROVED").length;
  return { approved, rejected: decisions.length - approved };
}

/** Takes the decisions over; people who have a session already are left as they are. Throws `ImportFileError`. */
export async function importDecisions(
  text: string,
  reason: string,
): Promise<{ readonly imported: number; readonly known: number }> {
  const decisions = readImportFile(text, new Date());
  return withDatabase(async ({ database, vault, actor }) => {
    const tenantId = await findTenantId(database, kvaryNames.tenant);
    const counts = { imported: 0, known: 0 };
    for (const decision of decisions) {
      const { kind } = await importDecision(
        { database, vault },
        { ...decision, tenantId },
        { actor, reason },
      );
      counts[kind] += 1;
    }
    return counts;
  });
}
