import { Command, Option } from "commander";
import { print } from "./print.ts";

/** `kyc-gateway export`. */
export function exportCommand(): Command {
  return new Command()
    .addOption(new Option("--format <format>", "of the file").choices(["yaml", "json"]).default("yaml"))
    .action(async ({ format }: { format: "yaml" | "json" }) => {
      const { readConfigurationDocument } = await import("../app/commands/configuration-file.ts");
      const document = await readConfigurationDocument();
      if (format === "json") {
        print(JSON.stringify(document, null, 2));
        return;
      }
      const { stringify } = await import("yaml");
      print(stringify(document, { lineWidth: 0 }).trimEnd());
    });
}
