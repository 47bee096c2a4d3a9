import { deliveryStates, type DeliveryReplay } from "@kyc-gateway/http-api";
import { Command, Option } from "commander";
import type { WantedDeliveries } from "../app/commands/inbox.ts";
import { numberOption } from "./option.ts";
import { parseId } from "./parse-argument.ts";
import { print, printTable } from "./print.ts";

/** `kyc-gateway delivery …`. */
export function deliveryCommand(): Command {
  const command = new Command();
  command
    .command("list")
    .description("list webhooks that providers delivered, newest first")
    .addOption(new Option("--state <state>", "only in this state").choices(deliveryStates))
    .option("--connection <name>", "only of this connection")
    .addOption(
      numberOption("--limit <n>", "how many", { kind: "whole number", min: 1, max: 1000 }).default(50),
    )
    .action(listDeliveries);
  command
    .command("show")
    .argument("<id>", "the delivery's id", parseId)
    .description("show a delivery; its body is masked: only the names of members and the types of values")
    .action(showDelivery);
  command
    .command("replay")
    .argument("[id]", "the delivery's id; without one, parked deliveries, newest first", parseId)
    .description("process deliveries again and queue a read of their sessions; recorded in the audit log")
    .option("--connection <name>", "without an id: only of this connection")
    .addOption(
      numberOption("--limit <n>", "without an id: how many", {
        kind: "whole number",
        min: 1,
        max: 50,
      }).default(20),
    )
    .option("--dry-run", "ask the provider and show what would change; change nothing")
    .action(replayDelivery);
  return command;
}

async function listDeliveries(wanted: WantedDeliveries): Promise<void> {
  const { listDeliveries: list } = await import("../app/commands/inbox.ts");
  const deliveries = await list(wanted);
  printTable(
    ["ID", "CONNECTION", "STATE", "VERDICT", "TYPE", "SESSION", "ATTEMPTS", "RECEIVED"],
    deliveries.map(({ id, connection, state, verdict, eventType, sessionId, attempts, receivedAt }) => [
      id,
      connection,
      state,
      verdict ?? "",
      eventType,
      sessionId ?? "",
      String(attempts),
      receivedAt,
    ]),
  );
}

async function showDelivery(id: string): Promise<void> {
  const { readDelivery } = await import("../app/commands/inbox.ts");
  const { delivery, body } = await readDelivery(id);
  for (const [name, value] of Object.entries(delivery)) print(`${name}: ${value ?? "-"}`);
  print(`body: ${body === null ? "no longer readable" : JSON.stringify(body, undefined, 2)}`);
}

async function replayDelivery(
  id: string | undefined,
  { dryRun = false, ...range }: { dryRun?: boolean; connection?: string; limit: number },
): Promise<void> {
  const { replayDeliveries, replayDelivery: replay } = await import("../app/commands/delivery-replay.ts");
  const results = await (id === undefined ? replayDeliveries(range, dryRun) : replay(id, dryRun));
  for (const result of results) printReplay(result);
  if (results.length === 0) print("No delivery is parked.");
  print(dryRun ? "Nothing was changed." : "`kyc-gateway session show <id>` shows the result.");
}

function printReplay({ deliveryId, sessionId, outcome, code, change, facts }: DeliveryReplay): void {
  const about = sessionId === null ? "" : `, session ${sessionId}`;
  print(`delivery ${deliveryId}${about}: ${outcome}${code === null ? "" : ` (${code})`}`);
  for (const fact of facts) print(`  fact ${fact.change}: ${fact.path}`);
  if (change === null) return;
  const reasons = change.reasons.map(({ code: reason }) => reason).join(", ");
  print(
    `  ${change.from} -> ${change.to}${change.isReversal ? ", a reversal" : ""}, event ${change.eventType}`,
  );
  if (reasons !== "") print(`  reasons: ${reasons}`);
}
