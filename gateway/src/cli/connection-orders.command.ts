import type { Command } from "commander";
import { createConnectionOrders, type ConnectionOrders } from "../features/providers/connection-orders.ts";
import type { ConnectionLimits } from "../features/providers/calling/connection-limits.ts";
import { readActor } from "./actor.ts";
import { administer } from "./administration.ts";
import { parseReason } from "./parse-argument.ts";
import { print } from "./print.ts";

/** What an operator orders of a connection while it runs: in force on every replica within a second. */
export function addOrderCommands(command: Command): void {
  command
    .command("hold <name>")
    .description("refuse every call to the provider at once, until released; flows fall back where they can")
    .requiredOption("--reason <text>", "why, for whoever looks next", parseReason)
    .action((name: string, { reason }: { reason: string }) =>
      order(`connection ${name} held`, (orders) => orders.hold(name, reason)),
    );
  command
    .command("release <name>")
    .description("let calls to the provider through again")
    .action((name: string) => order(`connection ${name} released`, (orders) => orders.release(name)));
  command
    .command("limit <name>")
    .description("keep to the provider's quota, tenants in turns; without options: no limits")
    .option("--calls-per-second <number>", "operations begun per second by one replica", Number)
    .option("--concurrency <number>", "operations at the same time in one replica", Number)
    .action((name: string, limits: ConnectionLimits) =>
      order(`connection ${name} limited`, (orders) => orders.limit(name, limits)),
    );
}

function order(done: string, work: (orders: ConnectionOrders) => Promise<void>): Promise<void> {
  return administer(async (_provisioning, { database }) => {
    await work(createConnectionOrders(database, readActor()));
    print(done);
  });
}
