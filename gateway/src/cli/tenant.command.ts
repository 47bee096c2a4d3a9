import { Command } from "commander";
import { administer } from "./administration.ts";
import { print, printTable } from "./print.ts";

/** `kyc-gateway tenant …`. */
export function tenantCommand(): Command {
  const command = new Command("tenant").description("internal products that use the gateway");
  command
    .command("add <name>")
    .description("make a tenant; repeating it changes nothing")
    .action((name: string) =>
      administer(async (provisioning) => {
        print(`tenant ${name} ${await provisioning.saveTenant(name)}`);
      }),
    );
  command
    .command("list")
    .description("list tenants")
    .action(() =>
      administer(async (provisioning) => {
        const tenants = await provisioning.listTenants();
        printTable(
          ["NAME", "ID", "SINCE"],
          tenants.map(({ name, id, createdAt }) => [name, id, createdAt.toISOString()]),
        );
      }),
    );
  return command;
}
