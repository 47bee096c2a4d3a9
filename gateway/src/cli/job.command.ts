import { Command, InvalidArgumentError, Option } from "commander";
import { numberOption } from "./option.ts";
import { print, printTable } from "./print.ts";

/** `kyc-gateway job …`. */
export function jobCommand(): Command {
  const command = new Command();
  command
    .command("list")
    .description("list jobs of the queue, newest first, without what they are about")
    .addOption(
      new Option(
        "--state <state>",
        "only in this state; dead: tried too often, an operator has to act",
      ).choices(["ready", "scheduled", "locked", "dead"]),
    )
    .addOption(
      numberOption("--limit <n>", "how many", { kind: "whole number", min: 1, max: 200 }).default(50),
    )
    .action(listJobs);
  command
    .command("retry")
    .argument("<id>", "the job's id", parseJobId)
    .description("let a dead job run again, now; recorded in the audit log")
    .action(async (id: string) => {
      const { retryDeadJob } = await import("../app/commands/jobs.ts");
      await retryDeadJob(id);
      print(`job ${id} is queued`);
    });
  return command;
}

async function listJobs(query: { state?: string; limit: number }): Promise<void> {
  const { readJobs } = await import("../app/commands/jobs.ts");
  const jobs = await readJobs(query);
  printTable(
    ["ID", "TASK", "STATE", "ATTEMPTS", "RUN AT", "QUEUED", "LAST TRY"],
    jobs.map(({ id, task, state, attempts, maxAttempts, runAt, createdAt, hasFailed }) => [
      id,
      task,
      state,
      `${attempts} of ${maxAttempts}`,
      runAt.toISOString(),
      createdAt.toISOString(),
      hasFailed ? "failed" : "",
    ]),
  );
}

function parseJobId(text: string): string {
  if (!/^[0-9]{1,18}$/.test(text)) throw new InvalidArgumentError("Give a job's id, a whole number.");
  return text;
}
