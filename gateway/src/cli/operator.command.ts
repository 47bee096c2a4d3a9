import { Command } from "commander";
import { operatorScopes } from "../app/commands/vocabulary.ts";
import { NotConfiguredError } from "../platform/validation/not-configured-error.ts";
import { wordsOption } from "./option.ts";
import { print, printError, printTable } from "./print.ts";

/** `kyc-gateway operator …`. */
export function operatorCommand(): Command {
  const command = new Command();
  command
    .command("add <name>")
    .description("create an operator; the key is printed once, on standard output, and cannot be shown again")
    .addOption(
      wordsOption(
        "--scopes <list>",
        "what the operator may do besides changing the configuration",
        operatorScopes,
      ).default([], "nothing"),
    )
    .action(async (name: string, { scopes }: { scopes: (typeof operatorScopes)[number][] }) => {
      const { addOneOperator } = await import("../app/commands/operators.ts");
      const key = await addOneOperator(name, scopes);
      printError(`Key of operator ${name}; it cannot be shown again:`);
      print(key);
    });
  command.command("list").description("list operators").action(list);
  command
    .command("revoke <name>")
    .description("stop an operator's key from working, at once and for good")
    .action(async (name: string) => {
      const { revokeOneOperator } = await import("../app/commands/operators.ts");
      if (!(await revokeOneOperator(name)))
        throw new NotConfiguredError(
          `There is no operator "${name}". \`kyc-gateway operator list\` shows those that there are.`,
        );
      print(`operator ${name} revoked`);
    });
  return command;
}

async function list(): Promise<void> {
  const { readOperators } = await import("../app/commands/operators.ts");
  const operators = await readOperators();
  printTable(
    ["NAME", "ID", "SCOPES", "SINCE", "REVOKED"],
    operators.map(({ name, id, scopes, createdAt, revokedAt }) => [
      name,
      id,
      scopes.join(", "),
      createdAt.toISOString(),
      revokedAt?.toISOString() ?? "",
    ]),
  );
}
