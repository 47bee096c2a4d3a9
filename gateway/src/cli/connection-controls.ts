import type { Command } from "commander";
import { numberOption } from "./option.ts";
import { print } from "./print.ts";
import { reasonOption } from "./reason-option.ts";

interface Limits {
  readonly callsPerSecond?: number;
  readonly concurrency?: number;
}

/** What an operator controls of a connection while it runs: in force on every replica within a second. */
export function addControls(command: Command): void {
  command
    .command("hold <name>")
    .description("refuse every call to the provider at once, until released; flows fall back where they can")
    .addOption(reasonOption("why, for whoever looks next"))
    .action(async (name: string, { reason }: { reason: string }) => {
      const { withConnectionControls } = await import("../app/commands/connection-controls.ts");
      await withConnectionControls((controls) => controls.hold(name, reason));
      print(`connection ${name} held`);
    });
  command
    .command("release <name>")
    .description("let calls to the provider through again")
    .action(async (name: string) => {
      const { withConnectionControls } = await import("../app/commands/connection-controls.ts");
      await withConnectionControls((controls) => controls.release(name));
      print(`connection ${name} released`);
    });
  addLimit(command);
}

function addLimit(command: Command): void {
  command
    .command("limit <name>")
    .description("keep to the provider's quota, tenants in turns; without options: no limits")
    .addOption(
      numberOption("--calls-per-second <number>", "operations begun per second by one replica", {
        kind: "number",
        min: 0.001,
        max: 10_000,
      }),
    )
    .addOption(
      numberOption("--concurrency <number>", "operations at the same time in one replica", {
        kind: "whole number",
        min: 1,
        max: 1000,
      }),
    )
    .action(async (name: string, limits: Limits) => {
      const { withConnectionControls } = await import("../app/commands/connection-controls.ts");
      await withConnectionControls((controls) => controls.limit(name, limits));
      print(`connection ${name} limited`);
    });
}
