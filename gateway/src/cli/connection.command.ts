import { Command } from "commander";
import { NotConfiguredError } from "../platform/validation/not-configured-error.ts";
import { addControls } from "./connection-controls.ts";
import { print, printTable } from "./print.ts";

/** `kyc-gateway connection …`. */
export function connectionCommand(): Command {
  const command = new Command();
  addSaving(command);
  command
    .command("list")
    .description("list connections, without their settings")
    .action(async () => {
      const { readConnections } = await import("../app/commands/configured-lists.ts");
      const connections = await readConnections();
      printTable(
        ["NAME", "ADAPTER", "ID", "RETIRED", "HELD"],
        connections.map(({ name, adapter, id, retiredAt, hold }) => [
          name,
          adapter,
          id,
          retiredAt?.toISOString() ?? "",
          hold ?? "",
        ]),
      );
    });
  addEnding(command);
  addControls(command);
  return command;
}

interface AddOptions {
  readonly adapter: string;
  readonly settings: string;
  readonly tenant?: string;
}

function addSaving(command: Command): void {
  command
    .command("add <name>")
    .description("create or replace a connection; its settings are checked before anything changes")
    .requiredOption("--adapter <id>", "the adapter's id: one of those that KYC_ADAPTERS loads")
    .requiredOption(
      "--settings <file>",
      "JSON file with the account's settings, secrets included; - reads standard input",
    )
    .option("--tenant <name>", "tenant that owns the account; default: all tenants share it")
    .action(async (name: string, { adapter, settings: file, tenant }: AddOptions) => {
      const { readJsonObject } = await import("./read-json.ts");
      const settings = readJsonObject(file);
      const owner = tenant === undefined ? {} : { tenant };
      const { withConfigurationCommands } = await import("../app/commands/configured-items.ts");
      const id = await withConfigurationCommands((commands) =>
        commands.saveConnection({ name, adapter, settings, ...owner }),
      );
      print(`connection ${name} ${id}`);
      print(`webhooks go to /webhooks/${adapter}/${name}`);
    });
}

function addEnding(command: Command): void {
  command
    .command("retire <name>")
    .description(
      "start no new sessions at a connection; existing sessions continue, and their webhooks are accepted",
    )
    .action(async (name: string) => {
      const { withConfigurationCommands } = await import("../app/commands/configured-items.ts");
      if (!(await withConfigurationCommands((commands) => commands.retireConnection(name))))
        throw new NotConfiguredError(`There is no live connection "${name}". ${listHint}`);
      print(`connection ${name} retired`);
    });
  command
    .command("remove <name>")
    .description("remove a connection that no open session and no flow needs")
    .action(async (name: string) => {
      const { withConfigurationCommands } = await import("../app/commands/configured-items.ts");
      if (!(await withConfigurationCommands((commands) => commands.removeConnection(name))))
        throw new NotConfiguredError(`There is no connection "${name}". ${listHint}`);
      print(`connection ${name} removed`);
    });
}

const listHint = "`kyc-gateway connection list` shows all connections.";
