import { checkKinds } from "@kyc-gateway/http-api";
import type { CheckKind } from "@kyc-gateway/adapter-spec/v1";
import { Command } from "commander";
import { wordsOption } from "./option.ts";
import { print, printTable } from "./print.ts";

/** `kyc-gateway flow …`. */
export function flowCommand(): Command {
  const command = new Command();
  command
    .command("add <tenant> <name>")
    .description("create or replace a tenant's flow; it is checked before anything changes")
    .requiredOption(
      "--target <targets...>",
      "connections in order of preference; name=file adds a JSON file with the flow's settings there",
    )
    .addOption(wordsOption("--require <checks>", "checks that a provider must be able to do", checkKinds))
    .option(
      "--valid-for <duration>",
      "how long an approval counts, as an ISO 8601 duration: P1Y, P6M, P90D; default: until the document expires",
    )
    .action(saveFlow);
  command
    .command("list")
    .description("list a tenant's flows, their checks and their connections in order of preference")
    .requiredOption("--tenant <name>", "name of the tenant")
    .action(listFlows);
  return command;
}

interface FlowOptions {
  readonly target: readonly string[];
  readonly require?: readonly CheckKind[];
  readonly validFor?: string;
}

async function saveFlow(
  tenant: string,
  name: string,
  { target, require: requiredChecks, validFor }: FlowOptions,
): Promise<void> {
  const targets = await Promise.all(target.map(parseTarget));
  const flow = {
    tenant,
    name,
    targets,
    ...(requiredChecks === undefined ? {} : { requiredChecks }),
    ...(validFor === undefined ? {} : { validFor }),
  };
  const { withConfigurationCommands } = await import("../app/commands/configured-items.ts");
  const id = await withConfigurationCommands((commands) => commands.saveFlow(flow));
  print(`flow ${name} ${id}`);
}

async function listFlows({ tenant }: { tenant: string }): Promise<void> {
  const { listFlows: list } = await import("../app/commands/flow-list.ts");
  const flows = await list(tenant);
  printTable(
    ["NAME", "TARGETS", "REQUIRED CHECKS", "VALID FOR"],
    flows.map(({ name, targets, requiredChecks = [], validFor = "" }) => [
      name,
      targets.map(({ connection }) => connection).join(", "),
      requiredChecks.join(", "),
      validFor,
    ]),
  );
}

async function parseTarget(text: string) {
  const [connection = "", ...file] = text.split("=");
  if (file.length === 0) return { connection, settings: {} };
  const { readJsonObject } = await import("./read-json.ts");
  return { connection, settings: readJsonObject(file.join("=")) };
}
