import { Command, Option } from "commander";
import { numberOption } from "./option.ts";
import { parseId } from "./parse-argument.ts";
import { print, printTable } from "./print.ts";
import { reasonOption } from "./reason-option.ts";

/** `kyc-gateway erasure …`. */
export function erasureCommand(): Command {
  const command = new Command();
  command
    .command("list")
    .description("list sessions whose erasure no provider has confirmed yet, the oldest first")
    .addOption(
      new Option("--state <state>", "only in this state; dead: given up, an operator has to act").choices([
        "pending",
        "dead",
      ]),
    )
    .addOption(
      numberOption("--limit <n>", "how many", { kind: "whole number", min: 1, max: 500 }).default(100),
    )
    .action(listErasures);
  command
    .command("show")
    .argument("<id>", "the erasure's id", parseId)
    .description("show an erasure's progress at each provider, and its signed receipt")
    .action(showErasure);
  command
    .command("retry")
    .argument("<session-id>", "the session's id, as the list shows it", parseId)
    .description(
      "try an erasure at its provider again, now and from the beginning; recorded in the audit log",
    )
    .action(async (id: string) => {
      const { retryErasure } = await import("../app/commands/erasures.ts");
      await retryErasure(id);
      print(`the erasure of session ${id} is tried again`);
    });
  command
    .command("confirm")
    .argument("<session-id>", "the session's id, as the list shows it", parseId)
    .description("state that an erasure was done by other means; the receipt and the audit log say so")
    .addOption(reasonOption("how you know, for the audit log"))
    .action(async (id: string, { reason }: { reason: string }) => {
      const { confirmErasure } = await import("../app/commands/erasures.ts");
      await confirmErasure(id, reason);
      print(`the erasure of session ${id} is confirmed`);
    });
  return command;
}

async function listErasures(query: { state?: "pending" | "dead"; limit: number }): Promise<void> {
  const { listOpenErasures } = await import("../app/commands/erasures.ts");
  const open = await listOpenErasures(query);
  printTable(
    ["SESSION", "TENANT", "CONNECTION", "STATE", "ATTEMPTS", "LAST FAILURE", "REQUESTED", "NEXT ATTEMPT"],
    open.map((line) => [
      line.sessionId,
      line.tenant,
      line.connection ?? "",
      line.state,
      String(line.attempts),
      line.lastFailure ?? "",
      line.requestedAt.toISOString(),
      line.state === "dead" ? "" : line.nextAttemptAt.toISOString(),
    ]),
  );
}

async function showErasure(id: string): Promise<void> {
  const { readErasure } = await import("../app/commands/erasures.ts");
  const { tenant, erasure } = await readErasure(id);
  const { sessions, receipt, ...plain } = erasure;
  print(`tenant: ${tenant}`);
  for (const [name, value] of Object.entries(plain)) print(`${name}: ${value ?? "-"}`);
  print(`receipt: ${receipt ?? "-"}`);
  print();
  printTable(
    ["SESSION", "CONNECTION", "AT PROVIDER", "SETTLED"],
    sessions.map((session) => [
      session.id,
      session.connection ?? "",
      session.atProvider,
      session.settledAt ?? "",
    ]),
  );
}
