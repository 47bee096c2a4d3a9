import { listJobs, retryJob, type JobRow } from "../../features/operators/jobs.store.ts";
import { NotConfiguredError } from "../../platform/validation/not-configured-error.ts";
import { withDatabase } from "./with-database.ts";

/** Newest first. */
export function readJobs(query: {
  readonly state?: string;
  readonly limit: number;
}): Promise<readonly JobRow[]> {
  return withDatabase(({ database }) => listJobs(database, query));
}

/** Lets a dead job run again; the audit log says so. Throws `NotConfiguredError`. */
export function retryDeadJob(id: string): Promise<void> {
  return withDatabase(async ({ database, actor }) => {
    if (await retryJob(database, actor, id)) return;
    throw new NotConfiguredError(
      `There is no dead job ${id}. \`kyc-gateway job list --state dead\` shows those that there are.`,
    );
  });
}
