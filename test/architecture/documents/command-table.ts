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
  const commands = await Promise.all(files.map(loadCommand));
  const leaves = commands.flatMap((command) =>
    command.commands.length === 0
      ? [describe(command, "")]
      : command.commands.map((leaf) => describe(leaf, `${command.name()} `)),
  );
  return renderTable(["Command", "What"], leaves);
}

async function loadCommand(file: string): Promise<Command> {
  const exported = (await import(new URL(file, folder).href)) as Record<string, () => Command>;
  const [build] = Object.values(exported);
  if (build === undefined) throw new Error(`${file} exports no command.`);
  return build();
}

function describe(command: Command, prefix: string): string[] {
  const values = command.registeredArguments.map((argument) => ` <${argument.name()}>`).join("");
  return [code(`${prefix}${command.name()}${values}`), command.description()];
}
