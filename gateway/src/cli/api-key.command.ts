import { Command, InvalidArgumentError } from "commander";
import { productScopes } from "../app/commands/vocabulary.ts";
import { NotConfiguredError } from "../platform/validation/not-configured-error.ts";
import { numberOption, wordsOption } from "./option.ts";
import { parseId } from "./parse-argument.ts";
import { print, printError, printTable } from "./print.ts";

/** `kyc-gateway api-key …`. */
export function apiKeyCommand(): Command {
  return new Command()
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(rotateCommand())
    .addCommand(revokeCommand());
}

type Scope = (typeof productScopes)[number];

interface AddOptions {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expires?: number;
}

const dayMs = 24 * 60 * 60 * 1000;

function addCommand(): Command {
  return new Command("add")
    .argument("<tenant>")
    .description("create a key; it is printed once, on standard output, and cannot be shown again")
    .option("--name <name>", "what the key is for: any text that is not empty", parseName, "default")
    .addOption(
      wordsOption("--scopes <list>", "what the key may do", productScopes).default([...productScopes], "all"),
    )
    .addOption(
      numberOption("--expires <days>", "days until the key stops working; default: never", {
        kind: "whole number",
        min: 1,
        max: 3650,
      }),
    )
    .action(async (tenant: string, { name, scopes, expires }: AddOptions) => {
      const expiry = expires === undefined ? {} : { expiresAt: new Date(Date.now() + expires * dayMs) };
      const { withApiKeys } = await import("../app/commands/api-keys.ts");
      await withApiKeys(async (keys) => {
        const { id, key } = await keys.createKey({ tenant, name, scopes, ...expiry });
        printError(`Key ${id} of tenant ${tenant}; it cannot be shown again:`);
        print(key);
      });
    });
}

function listCommand(): Command {
  return new Command("list")
    .argument("<tenant>")
    .description("list a tenant's keys, without the keys themselves")
    .action(async (tenant: string) => {
      const { withApiKeys } = await import("../app/commands/api-keys.ts");
      await withApiKeys(async (keys) => {
        const listed = await keys.listKeys(tenant);
        printTable(
          ["ID", "NAME", "SCOPES", "SINCE", "LAST USED", "EXPIRES", "REVOKED"],
          listed.map(({ id, name, scopes, createdAt, lastUsedAt, expiresAt, revokedAt }) => [
            id,
            name,
            scopes.join(","),
            createdAt.toISOString(),
            lastUsedAt?.toISOString() ?? "",
            expiresAt?.toISOString() ?? "",
            revokedAt?.toISOString() ?? "",
          ]),
        );
      });
    });
}

function rotateCommand(): Command {
  return new Command("rotate")
    .argument("<id>", "the key's id", parseId)
    .description("replace a key by a new one with the same scopes; the old key keeps working for some hours")
    .addOption(
      numberOption("--overlap <hours>", "hours that the old key keeps working; default: 24", {
        kind: "number",
        min: 0,
        max: 720,
      }),
    )
    .action(async (id: string, { overlap }: { overlap?: number }) => {
      const { withApiKeys } = await import("../app/commands/api-keys.ts");
      await withApiKeys(async (keys) => {
        const made = await keys.rotateKey(id, overlap);
        if (made === undefined) throw new NotConfiguredError(noLiveKey(id));
        printError(
          `Key ${made.id} replaces ${id}, which works until ${made.oldExpiresAt.toISOString()}; it cannot be shown again:`,
        );
        print(made.key);
      });
    });
}

function revokeCommand(): Command {
  return new Command("revoke")
    .argument("<id>", "the key's id", parseId)
    .description("stop a key from working, at once and for good")
    .action(async (id: string) => {
      const { withApiKeys } = await import("../app/commands/api-keys.ts");
      await withApiKeys(async (keys) => {
        if (!(await keys.revokeKey(id))) throw new NotConfiguredError(noLiveKey(id));
        print(`key ${id} revoked`);
      });
    });
}

function noLiveKey(id: string): string {
  return `There is no live key ${id}. \`kyc-gateway api-key list <tenant>\` shows a tenant's keys.`;
}

function parseName(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("Say what the key is for.");
  return text;
}
