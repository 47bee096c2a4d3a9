import type { OperatorRole } from "@kyc-gateway/http-api";
import { Command, Option } from "commander";
import { operatorRoles } from "../app/commands/vocabulary.ts";
import { NotConfiguredError } from "../platform/validation/not-configured-error.ts";
import { print, printError, printTable } from "./print.ts";

/** `kyc-gateway operator …`. */
export function operatorCommand(): Command {
  const command = new Command();
  command
    .command("add <name>")
    .description("create an operator; the key is printed once, on standard output, and cannot be shown again")
    .addOption(roleOption())
    .action(async (name: string, { role }: { role: OperatorRole }) => {
      const { addOneOperator } = await import("../app/commands/operators.ts");
      const key = await addOneOperator(name, role);
      printError(`Key of operator ${name}, ${role}; it cannot be shown again:`);
      print(key);
    });
  command.command("list").description("list operators").action(list);
  command
    .command("set-role <name>")
    .description("give an operator another role; the key stays the same")
    .addOption(roleOption())
    .action(async (name: string, { role }: { role: OperatorRole }) => {
      const { setRole } = await import("../app/commands/operators.ts");
      requireFound(await setRole(name, role), name);
      print(`operator ${name} is ${role} now`);
    });
  command
    .command("revoke <name>")
    .description("stop an operator's key and console sessions from working, at once and for good")
    .action(async (name: string) => {
      const { revokeOneOperator } = await import("../app/commands/operators.ts");
      requireFound(await revokeOneOperator(name), name);
      print(`operator ${name} revoked`);
    });
  return command;
}

function roleOption(): Option {
  return new Option("--role <role>", "what the operator may do; each role includes the ones before it")
    .choices(operatorRoles)
    .makeOptionMandatory();
}

function requireFound(isFound: boolean, name: string): void {
  if (isFound) return;
  throw new NotConfiguredError(
    `There is no operator "${name}". \`kyc-gateway operator list\` shows those that there are.`,
  );
}

async function list(): Promise<void> {
  const { readOperators } = await import("../app/commands/operators.ts");
  const operators = await readOperators();
  printTable(
    ["NAME", "ID", "ROLE", "SINCE", "REVOKED"],
    operators.map(({ name, id, role, createdAt, revokedAt }) => [
      name,
      id,
      role,
      createdAt.toISOString(),
      revokedAt?.toISOString() ?? "",
    ]),
  );
}
