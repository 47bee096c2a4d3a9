import { readdirSync } from "node:fs";
import { code, renderTable } from "./table.ts";

const folder = new URL("../../../gateway/src/cli/", import.meta.url);

/** What is asked of the command line's own description of a command. */
interface Command {
  readonly commands: readonly Command[];
  readonly registeredArguments: readonly { name(): string }[];
  name(): string;
  description(): string;
}

/** Every command of `kyc-gateway`, as its own help describes it. */
export async function renderCommands(): Promise<string> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".command.ts"));
  const commands = (await Promise.all(files.map(loadCommands))).flat();
  const leaves = commands.flatMap((command) =>
    command.commands.length === 0
      ? [describe(command, "")]
      : command.commands.map((leaf) => describe(leaf, `${command.name()} `)),
  );
  return renderTable(["Command", "What"], leaves);
}

/** A file exports its command as `…Command()`; what else it exports adds to another one. */
async function loadCommands(file: string): Promise<Command[]> {
  const exported = (await import(new URL(file, folder).href)) as Record<string, () => Command>;
  return Object.entries(exported).flatMap(([name, build]) => (name.endsWith("Command") ? [build()] : []));
}

function describe(command: Command, prefix: string): string[] {
  const values = command.registeredArguments.map((argument) => ` <${argument.name()}>`).join("");
  return [code(`${prefix}${command.name()}${values}`), command.description()];
}
