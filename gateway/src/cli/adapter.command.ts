import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { print } from "./print.ts";
import type { CreatedAdapter } from "./adapter-new/create-adapter-package.ts";

/** The same place seen from the sources and from the build. */
const workspaceFolder = fileURLToPath(new URL("../../../", import.meta.url));
const ownTemplate = join(workspaceFolder, "adapters", "template");

interface Options {
  readonly folder?: string;
  readonly package?: string;
  readonly template: string;
}

/** `kyc-gateway adapter …`. */
export function adapterCommand(): Command {
  const command = new Command();
  command
    .command("new <name>")
    .description("create an adapter package from the template; its tests tell what to do next")
    .option("--folder <folder>", "folder to create it in; default: beside the other adapters of a checkout")
    .option(
      "--package <name>",
      "the package's name, in a scope of yours; default: @kyc-gateway/adapter-<name>",
    )
    .option(
      "--template <folder>",
      "folder of the adapter template, for an installation without it",
      ownTemplate,
    )
    .action(async (name: string, options: Options) => {
      const templateFolder = resolve(options.template);
      if (!existsSync(join(templateFolder, "package.json"))) {
        throw new TemplateMissingError(
          `There is no adapter template in ${templateFolder}: run this in a checkout of the gateway, or name its folder with --template.`,
        );
      }
      const targetFolder = resolve(options.folder ?? join(templateFolder, "..", name));
      const { createAdapterPackage } = await import("./adapter-new/create-adapter-package.ts");
      const created = await createAdapterPackage({
        name,
        targetFolder,
        templateFolder,
        ...(options.package === undefined ? {} : { packageName: options.package }),
      });
      for (const line of explain(created, targetFolder)) print(line);
    });
  return command;
}

class TemplateMissingError extends Error {
  override readonly name = "TemplateMissingError";
}

function explain({ packageName, files, isInWorkspace }: CreatedAdapter, folder: string): readonly string[] {
  const own = basename(folder);
  const steps = isInWorkspace
    ? [
        `add { "path": "../adapters/${own}" } to the references in test/tsconfig.json`,
        `pnpm install`,
        `pnpm exec vitest run --config test/vitest.config.ts adapters/${own}`,
      ]
    : ["pnpm install", "pnpm test"];
  return [
    `made ${packageName} in ${folder} (${files.length} files)`,
    "next:",
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    "then fill in src/fixtures/conformance.json and follow the TODOs by their numbers; ADAPTERS.md explains them.",
  ];
}
