import type { Command } from "commander";
import {
  createConnectionControls,
  type ConnectionControls,
} from "../features/providers/connection-controls.ts";
import type { ConnectionLimits } from "../features/providers/calling/connection-limits.ts";
import { readActor } from "./actor.ts";
import { administer } from "./administration.ts";
import { parseReason } from "./parse-argument.ts";
import { print } from "./print.ts";

/** What an operator controls of a connection while it runs: in force on every replica within a second. */
export function addOrderCommands(command: Command): void {
  command
    .command("hold <name>")
    .description("refuse every call to the provider at once, until released; flows fall back where they can")
    .requiredOption("--reason <text>", "why, for whoever looks next", parseReason)
    .action((name: string, { reason }: { reason: string }) =>
      order(`connection ${name} held`, (controls) => controls.hold(name, reason)),
    );
  command
    .command("release <name>")
    .description("let calls to the provider through again")
    .action((name: string) => order(`connection ${name} released`, (controls) => controls.release(name)));
  command
    .command("limit <name>")
    .description("keep to the provider's quota, tenants in turns; without options: no limits")
    .option("--calls-per-second <number>", "operations begun per second by one replica", Number)
    .option("--concurrency <number>", "operations at the same time in one replica", Number)
    .action((name: string, limits: ConnectionLimits) =>
      order(`connection ${name} limited`, (controls) => controls.limit(name, limits)),
    );
}

function order(done: string, work: (controls: ConnectionControls) => Promise<void>): Promise<void> {
  return administer(async (_provisioning, { database }) => {
    await work(createConnectionControls(database, readActor()));
    print(done);
  });
}
