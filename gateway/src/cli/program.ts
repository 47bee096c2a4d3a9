import { Command } from "commander";
import { readVersion } from "../platform/observability/version.ts";
import { commandList, loadCommand, type CommandEntry } from "./command-list.ts";

/** Reads the command line and does what it says. Gives the exit code of a failure. */
export async function runProgram(): Promise<number | undefined> {
  const program = await createProgram(findAsked(process.argv.slice(2)));
  try {
    await program.parseAsync();
    return undefined;
  } catch (error) {
    const { reportFailure } = await import("./report-failure.ts");
    return reportFailure(error);
  }
}

/** The program with one command loaded; of the others it knows name and description. */
async function createProgram(asked: string | undefined): Promise<Command> {
  const program = new Command("kyc-gateway")
    .description("One KYC API for all products, over many providers.")
    .version(readVersion().version, "--version", "print the version")
    .showHelpAfterError("(use --help for more information)")
    .addHelpText(
      "after",
      "\nBegin with:\n  kyc-gateway start     without DATABASE_URL it runs an embedded PostgreSQL\n  kyc-gateway doctor    says what is wrong, and what to do",
    );
  for (const entry of commandList)
    program.addCommand(entry.name === asked ? await loadCommand(entry) : describeOnly(entry));
  return program;
}

function describeOnly({ name, description }: CommandEntry): Command {
  return new Command(name).description(description);
}

/** The first word that is no option; `help <command>` asks for the command, too. */
function findAsked(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((word) => !word.startsWith("-"));
  return first === "help" ? second : first;
}
