import { Command, Option } from "commander";
import { stringify } from "yaml";
import { readPresent } from "../features/configuration/read-present.ts";
import { administer } from "./administration.ts";
import { print } from "./print.ts";

/** `kyc-gateway export`. */
export function exportCommand(): Command {
  return new Command("export")
    .description("print the configuration as a file that can be applied again, without a secret in it")
    .addOption(new Option("--format <format>", "of the file").choices(["yaml", "json"]).default("yaml"))
    .action(({ format }: { format: "yaml" | "json" }) =>
      administer(async (_provisioning, services) => {
        const document = await readPresent(services);
        print(
          format === "json"
            ? JSON.stringify(document, null, 2)
            : stringify(document, { lineWidth: 0 }).trimEnd(),
        );
      }),
    );
}
