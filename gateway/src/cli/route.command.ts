import { requestableDocumentTypes } from "@kyc-gateway/http-api";
import { Command, InvalidArgumentError, Option } from "commander";
import type { RouteRequest } from "../app/commands/route-preview.ts";
import { wordsOption } from "./option.ts";
import { print, printTable } from "./print.ts";

/** `kyc-gateway route …`. */
export function routeCommand(): Command {
  const command = new Command();
  command
    .command("preview")
    .description("show which connection would serve a request, and why; nothing is created")
    .requiredOption("--tenant <name>", "name of the tenant")
    .requiredOption("--flow <name>", "name of the flow that the product asks for")
    .requiredOption("--applicant <id>", "the tenant's own id of the person")
    .addOption(
      new Option("--country <code>", "country of residence, three letters such as GEO").argParser(
        parseCountry,
      ),
    )
    .addOption(wordsOption("--document-types <list>", "accept only these", requestableDocumentTypes))
    .option("--risk-tags <list>", "the tenant's own risk tags, separated by commas")
    .action(previewRoute);
  return command;
}

interface PreviewOptions {
  readonly tenant: string;
  readonly flow: string;
  readonly applicant: string;
  readonly country?: string;
  readonly documentTypes?: NonNullable<RouteRequest["request"]["documentTypes"]>;
  readonly riskTags?: string;
}

async function previewRoute(options: PreviewOptions): Promise<void> {
  const { tenant, flow, applicant, country, documentTypes, riskTags } = options;
  const { previewRoute: preview } = await import("../app/commands/route-preview.ts");
  const { route, issues } = await preview({
    tenant,
    flowName: flow,
    riskTags: riskTags?.split(","),
    request: {
      applicant: { id: applicant, ...(country === undefined ? {} : { country }) },
      ...(documentTypes === undefined ? {} : { documentTypes }),
    },
  });
  const [first] = route.candidates;
  print(first === undefined ? "No connection can serve it." : `connection ${first.connectionName}`);
  print(`decided by ${route.record.rule === null ? "the flow's own order" : `rule ${route.record.rule}`}`);
  print();
  printTable(
    ["CONNECTION", "CAN SERVE", "WHY NOT"],
    [
      ...route.candidates.map(({ connectionName }) => [connectionName, "yes", ""]),
      ...route.skipped.map(({ connectionName, why }) => [connectionName, "no", why]),
    ],
  );
  for (const { pointer, message } of issues) print(`issue: ${pointer} ${message}`);
}

function parseCountry(text: string): string {
  if (!/^[A-Z]{3}$/.test(text))
    throw new InvalidArgumentError("Give a country of ISO 3166-1 alpha-3 in upper case, such as GEO.");
  return text;
}
