import { Command } from "commander";
import { print } from "./print.ts";

/** `kyc-gateway analytics …`. */
export function analyticsCommand(): Command {
  const command = new Command();
  command
    .command("rebuild")
    .description("count every session again and make every roll-up anew; the gateway may run meanwhile")
    .action(async () => {
      const { rebuildAnalytics } = await import("../app/commands/analytics.ts");
      await rebuildAnalytics();
      print("Every session was counted again, and every roll-up made anew.");
    });
  return command;
}
