import { commandList, loadCommand } from "../../../gateway/src/cli/command-list.ts";
import { code, renderTable } from "./table.ts";

/** What is asked of the command line's own description of a command. */
interface Command {
  readonly commands: readonly Command[];
  readonly registeredArguments: readonly { name(): string }[];
  name(): string;
  description(): string;
}

/** Every command of `kyc-gateway`, as its own help describes it. */
export async function renderCommands(): Promise<string> {
  const commands: readonly Command[] = await Promise.all(commandList.map(loadCommand));
  const leaves = commands.flatMap((command) =>
    command.commands.length === 0
      ? [describe(command, "")]
      : command.commands.map((leaf) => describe(leaf, `${command.name()} `)),
  );
  return renderTable(["Command", "What"], leaves);
}

function describe(command: Command, prefix: string): string[] {
  const values = command.registeredArguments.map((argument) => ` <${argument.name()}>`).join("");
  return [code(`${prefix}${command.name()}${values}`), command.description()];
}
