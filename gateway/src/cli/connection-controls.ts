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
    .description(
      "refuse all calls to the provider from now on, until released; flows use another connection where they can",
    )
    .addOption(reasonOption("why, for other operators"))
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
    .description(
      "limit the calls to the provider, shared fairly among tenants; without options, remove the limits",
    )
    .addOption(
      numberOption("--calls-per-second <number>", "calls that one replica begins per second", {
        kind: "number",
        min: 0.001,
        max: 10_000,
      }),
    )
    .addOption(
      numberOption("--concurrency <number>", "calls that one replica makes at the same time", {
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
