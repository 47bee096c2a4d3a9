import { Command } from "commander";
import { NotConfiguredError } from "../platform/validation/not-configured-error.ts";
import {
  addOperator,
  listOperators,
  operatorScopes,
  revokeOperator,
  type OperatorScope,
} from "../features/access/operators.ts";
import { readActor } from "./actor.ts";
import { administer } from "./administration.ts";
import { parseWords } from "./parse-argument.ts";
import { print, printError, printTable } from "./print.ts";

/** `kyc-gateway operator …`. */
export function operatorCommand(): Command {
  const command = new Command("operator").description("people and machines that may use the admin API");
  command
    .command("add <name>")
    .description("make an operator; the key is shown this once, on standard output, and nowhere else")
    .option(
      "--scope <list>",
      `what it may do beyond the configuration, separated by commas: ${operatorScopes.join(", ")}`,
      (text) => parseWords(text, operatorScopes),
    )
    .action((name: string, { scope: scopes = [] }: { scope?: OperatorScope[] }) =>
      administer(async (_provisioning, { database }) => {
        const key = await addOperator(database, readActor(), { name, scopes });
        printError(`Key of operator ${name}; it cannot be shown again:`);
        print(key);
      }),
    );
  command
    .command("list")
    .description("list operators")
    .action(() =>
      administer(async (_provisioning, { database }) => {
        const operators = await listOperators(database);
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
      }),
    );
  command
    .command("revoke <name>")
    .description("stop an operator's key from working, at once and for good")
    .action((name: string) =>
      administer(async (_provisioning, { database }) => {
        if (!(await revokeOperator(database, readActor(), name)))
          throw new NotConfiguredError(`There is no operator "${name}".`);
        print(`operator ${name} revoked`);
      }),
    );
  return command;
}
