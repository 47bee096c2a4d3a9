import { Command, InvalidArgumentError } from "commander";
import { scopes, type Scope } from "../features/configuration/configuration-snapshot.ts";
import { NotConfiguredError } from "../app/provisioning.ts";
import { administer } from "./administration.ts";
import { parseId, parseWords, readNumber } from "./parse-argument.ts";
import { print, printError, printTable } from "./print.ts";

/** `kyc-gateway key …`. */
export function keyCommand(): Command {
  const command = new Command("key").description("API keys of tenants");
  command
    .command("create <tenant>")
    .description("make a key; it is shown this once, on standard output, and nowhere else")
    .option("--name <name>", "what it is for", parseName, "default")
    .option(
      "--scopes <list>",
      `what it may do, separated by commas: ${scopes.join(", ")}`,
      (text) => parseWords(text, scopes),
      [...scopes],
    )
    .option("--expires <days>", "days until it stops working", parseDays)
    .action((tenant: string, options: { name: string; scopes: Scope[]; expires?: Date }) =>
      administer(async (provisioning) => {
        const { id, key } = await provisioning.createKey({
          tenant,
          name: options.name,
          scopes: options.scopes,
          ...(options.expires === undefined ? {} : { expiresAt: options.expires }),
        });
        printError(`Key ${id} of tenant ${tenant}; it cannot be shown again:`);
        print(key);
      }),
    );
  command
    .command("list <tenant>")
    .description("list a tenant's keys, without the keys themselves")
    .action((tenant: string) =>
      administer(async (provisioning) => {
        const keys = await provisioning.listKeys(tenant);
        printTable(
          ["ID", "NAME", "SCOPES", "SINCE", "LAST USED", "EXPIRES", "REVOKED"],
          keys.map(({ id, name, scopes: granted, createdAt, lastUsedAt, expiresAt, revokedAt }) => [
            id,
            name,
            granted.join(","),
            createdAt.toISOString(),
            lastUsedAt?.toISOString() ?? "",
            expiresAt?.toISOString() ?? "",
            revokedAt?.toISOString() ?? "",
          ]),
        );
      }),
    );
  addRotate(command);
  addRevoke(command);
  return command;
}

function addRotate(command: Command): void {
  command
    .command("rotate")
    .argument("<id>", "the key's id", parseId)
    .description("replace a key by one that may do the same; the old one works on for an overlap")
    .option("--overlap <hours>", "hours that the old key works on", parseHours)
    .action((id: string, { overlap }: { overlap?: number }) =>
      administer(async (provisioning) => {
        const made = await provisioning.rotateKey(id, overlap);
        if (made === undefined) throw new NotConfiguredError(`There is no live key ${id}.`);
        printError(
          `Key ${made.id} instead of ${id}, which works until ${made.oldExpiresAt.toISOString()}; it cannot be shown again:`,
        );
        print(made.key);
      }),
    );
}

function addRevoke(command: Command): void {
  command
    .command("revoke")
    .argument("<id>", "the key's id", parseId)
    .description("stop a key from working, at once and for good")
    .action((id: string) =>
      administer(async (provisioning) => {
        if (!(await provisioning.revokeKey(id))) throw new NotConfiguredError(`There is no live key ${id}.`);
        print(`key ${id} revoked`);
      }),
    );
}

function parseName(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("Say what the key is for.");
  return text;
}

function parseHours(text: string): number {
  const hours = readNumber(text);
  if (!(hours >= 0 && hours <= 720)) throw new InvalidArgumentError("Give a number of hours up to 720.");
  return hours;
}

function parseDays(text: string): Date {
  const days = readNumber(text);
  if (!(days > 0 && days <= 3650)) throw new InvalidArgumentError("Give a number of days up to 3650.");
  return new Date(Date.now() + days * 24 * 60 * 60 * 1000);
}
