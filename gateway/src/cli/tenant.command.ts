import { Command } from "commander";
import { print, printTable } from "./print.ts";

/** `kyc-gateway tenant …`. */
export function tenantCommand(): Command {
  const command = new Command();
  command
    .command("add <name>")
    .description("create a tenant; repeating it changes nothing")
    .action(async (name: string) => {
      const { withConfigurationCommands } = await import("../app/commands/configured-items.ts");
      const id = await withConfigurationCommands((commands) => commands.saveTenant(name));
      print(`tenant ${name} ${id}`);
    });
  command
    .command("list")
    .description("list tenants")
    .action(async () => {
      const { readTenants } = await import("../app/commands/configured-lists.ts");
      const tenants = await readTenants();
      printTable(
        ["NAME", "ID", "SINCE"],
        tenants.map(({ name, id, createdAt }) => [name, id, createdAt.toISOString()]),
      );
    });
  return command;
}
