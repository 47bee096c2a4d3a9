import { Command, Option } from "commander";
import { numberOption } from "./option.ts";
import { parseId } from "./parse-argument.ts";
import { print, printTable } from "./print.ts";
import { reasonOption } from "./reason-option.ts";

/** `kyc-gateway hold …`. */
export function holdCommand(): Command {
  return new Command().addCommand(listCommand()).addCommand(addCommand()).addCommand(releaseCommand());
}

interface ListOptions {
  readonly tenant?: string;
  readonly all?: true;
  readonly limit: number;
}

function listCommand(): Command {
  return new Command("list")
    .description("list legal holds, newest first")
    .option("--tenant <name>", "only of this tenant")
    .option("--all", "include holds that were released")
    .addOption(
      numberOption("--limit <n>", "how many", { kind: "whole number", min: 1, max: 500 }).default(100),
    )
    .action(async ({ all, ...query }: ListOptions) => {
      const { listHolds } = await import("../app/commands/legal-holds.ts");
      const holds = await listHolds({ ...query, isLive: all !== true });
      printTable(
        ["ID", "TENANT", "KEEPS", "PLACED", "BY", "WHY", "RELEASED"],
        holds.map(({ id, tenant, sessionId, applicantHash, placedAt, placedBy, reason, releasedAt }) => [
          id,
          tenant,
          sessionId === null
            ? `applicant ${applicantHash?.toString("base64url") ?? ""}`
            : `session ${sessionId}`,
          placedAt.toISOString(),
          placedBy,
          reason,
          releasedAt?.toISOString() ?? "",
        ]),
      );
    });
}

interface AddOptions {
  readonly tenant: string;
  readonly session?: string;
  readonly applicant?: string;
  readonly reason: string;
}

function addCommand(): Command {
  const command = new Command("add")
    .description("prevent a session or a person from being erased; recorded in the audit log")
    .requiredOption("--tenant <name>", "name of the tenant")
    .addOption(new Option("--session <id>", "keep this session").argParser(parseId).conflicts("applicant"))
    .option("--applicant <id>", "keep this person's sessions, all of them")
    .addOption(reasonOption("why, for other operators"));
  return command.action(async ({ tenant, session, applicant, reason }: AddOptions) => {
    if (session === undefined && applicant === undefined)
      command.error("error: say what to keep: --session <id> or --applicant <id>");
    const target = session === undefined ? { applicantId: applicant ?? "" } : { sessionId: session };
    const { placeHold } = await import("../app/commands/legal-holds.ts");
    print(`legal hold ${await placeHold(tenant, { target, reason })}`);
  });
}

function releaseCommand(): Command {
  return new Command("release")
    .argument("<id>", "the hold's id", parseId)
    .description("end a legal hold; recorded in the audit log")
    .addOption(reasonOption("why, for other operators"))
    .action(async (id: string, { reason }: { reason: string }) => {
      const { releaseHold } = await import("../app/commands/legal-holds.ts");
      await releaseHold(id, reason);
      print(`legal hold ${id} released`);
    });
}
