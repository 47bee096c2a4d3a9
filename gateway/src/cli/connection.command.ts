import { Command } from "commander";
import { describeHold, listHolds, type ConnectionHold } from "../features/providers/connection-controls.ts";
import { NotConfiguredError } from "../app/provisioning.ts";
import { administer } from "./administration.ts";
import { addOrderCommands } from "./connection-controls.command.ts";
import { print, printTable } from "./print.ts";
import { readJsonObject } from "./read-json.ts";

/** `kyc-gateway connection …`. */
export function connectionCommand(): Command {
  const command = new Command("connection").description("accounts at providers");
  command
    .command("add <name>")
    .description("make or replace a connection; its settings are checked before anything changes")
    .requiredOption("--adapter <id>", "the adapter's id")
    .requiredOption(
      "--settings <file>",
      "JSON file with the account's settings, secrets included; - reads standard input",
    )
    .option("--tenant <name>", "whose account it is; without it, it is shared by all tenants")
    .action(
      (name: string, { adapter, settings, tenant }: { adapter: string; settings: string; tenant?: string }) =>
        administer(async (provisioning) => {
          const id = await provisioning.saveConnection({
            name,
            adapter,
            settings: readJsonObject(settings),
            ...(tenant === undefined ? {} : { tenant }),
          });
          print(`connection ${name} ${id}`);
          print(`webhooks go to /webhooks/${adapter}/${name}`);
        }),
    );
  command
    .command("list")
    .description("list connections, without their settings")
    .action(() =>
      administer(async (provisioning, { database }) => {
        const connections = await provisioning.listConnections();
        const holds = await listHolds(database);
        printTable(
          ["NAME", "ADAPTER", "ID", "RETIRED", "HELD"],
          connections.map(({ name, adapter, id, retiredAt }) => [
            name,
            adapter,
            id,
            retiredAt?.toISOString() ?? "",
            explainHold(holds.get(name)),
          ]),
        );
      }),
    );
  command
    .command("retire <name>")
    .description("start no new sessions there; those that are there live on, and their webhooks land")
    .action((name: string) =>
      administer(async (provisioning) => {
        if (!(await provisioning.retireConnection(name)))
          throw new NotConfiguredError(`There is no live connection "${name}".`);
        print(`connection ${name} retired`);
      }),
    );
  addRemoval(command);
  addOrderCommands(command);
  return command;
}

function explainHold(hold: ConnectionHold | undefined): string {
  return hold === undefined ? "" : describeHold(hold);
}

function addRemoval(command: Command): void {
  command
    .command("remove <name>")
    .description("remove a connection that no live session and no flow needs")
    .action((name: string) =>
      administer(async (provisioning) => {
        if (!(await provisioning.removeConnection(name)))
          throw new NotConfiguredError(`There is no connection "${name}".`);
        print(`connection ${name} removed`);
      }),
    );
}
