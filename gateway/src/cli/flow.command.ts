import type { CheckKind } from "@kyc-gateway/adapter-spec/v1";
import { CheckKindSchema } from "@kyc-gateway/http-api";
import { Command } from "commander";
import { administer } from "./administration.ts";
import { parseWords } from "./parse-argument.ts";
import { print } from "./print.ts";
import { readJsonObject } from "./read-json.ts";

const checkKinds: readonly CheckKind[] = CheckKindSchema["enum"] as CheckKind[];

/** `kyc-gateway flow …`. */
export function flowCommand(): Command {
  const command = new Command("flow").description("named recipes that products ask for");
  command
    .command("set <tenant> <name>")
    .description("make or replace a tenant's flow; it is checked before anything changes")
    .requiredOption(
      "--target <targets...>",
      "connections in order of preference; name=file adds a JSON file with the flow's settings there",
    )
    .option(
      "--require <checks>",
      `checks that a provider must be able to do, separated by commas: ${checkKinds.join(", ")}`,
      (text: string) => parseWords(text, checkKinds),
    )
    .option(
      "--valid-for <duration>",
      "how long an approval counts, as an ISO 8601 duration: P1Y, P6M, P90D; without it as long as the document",
    )
    .action((tenant: string, name: string, options: FlowOptions) => setFlow(tenant, name, options));
  return command;
}

interface FlowOptions {
  readonly target: readonly string[];
  readonly require?: readonly CheckKind[];
  readonly validFor?: string;
}

async function setFlow(
  tenant: string,
  name: string,
  { target, require: required, validFor }: FlowOptions,
): Promise<void> {
  await administer(async (provisioning) => {
    const id = await provisioning.saveFlow({
      tenant,
      name,
      targets: target.map(parseTarget),
      ...(required === undefined ? {} : { requiredChecks: required }),
      ...(validFor === undefined ? {} : { validFor }),
    });
    print(`flow ${name} ${id}`);
  });
}

function parseTarget(text: string) {
  const [connection = "", ...file] = text.split("=");
  return { connection, settings: file.length === 0 ? {} : readJsonObject(file.join("=")) };
}
