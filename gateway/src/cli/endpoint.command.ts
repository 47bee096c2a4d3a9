import { eventTypes, signingKeyKinds, type EventType, type SigningKeyKind } from "@kyc-gateway/http-api";
import { Command, Option } from "commander";
import { wordsOption } from "./option.ts";
import { parseId } from "./parse-argument.ts";
import { print, printError, printTable } from "./print.ts";

/** `kyc-gateway endpoint …`. */
export function endpointCommand(): Command {
  return new Command()
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(switchCommand("enable", "enabled", "post events again, beginning where it stopped"))
    .addCommand(switchCommand("disable", "disabled", "post no events; they wait until it is enabled again"));
}

interface AddOptions {
  readonly types?: EventType[];
  readonly description: string;
  readonly key: SigningKeyKind;
}

function addCommand(): Command {
  return new Command("add")
    .arguments("<tenant> <url>")
    .description("post a tenant's events to a URL; the signing key is printed once, on standard output")
    .addOption(wordsOption("--types <list>", "types of events to post; default: all", eventTypes))
    .option("--description <text>", "what the endpoint is for", "")
    .addOption(new Option("--key <kind>", "how events are signed").choices(signingKeyKinds).default("hmac"))
    .action(async (tenant: string, url: string, { types, description, key: keyKind }: AddOptions) => {
      const wanted = { url, description, keyKind, ...(types === undefined ? {} : { types }) };
      const { withEndpoints } = await import("../app/commands/event-endpoints.ts");
      await withEndpoints(tenant, async (endpoints) => {
        const { id, key } = await endpoints.create(wanted);
        printError(`endpoint ${id}; its key, which cannot be shown again:`);
        print(key.secret ?? key.publicKey);
      });
    });
}

function listCommand(): Command {
  return new Command("list")
    .argument("<tenant>")
    .description("list a tenant's endpoints, their state, and how many events are waiting")
    .action(async (tenant: string) => {
      const { withEndpoints } = await import("../app/commands/event-endpoints.ts");
      await withEndpoints(tenant, async (endpoints) => {
        const listed = await endpoints.list();
        printTable(
          ["ID", "STATE", "PENDING", "OLDEST", "URL"],
          listed.map(({ id, url, state, pending }) => [
            id,
            state,
            String(pending.count),
            pending.oldestAt ?? "",
            url,
          ]),
        );
      });
    });
}

function switchCommand(name: "enable" | "disable", done: string, description: string): Command {
  return new Command(name)
    .argument("<tenant>")
    .argument("<id>", "the endpoint's id", parseId)
    .description(description)
    .action(async (tenant: string, id: string) => {
      const { withEndpoints } = await import("../app/commands/event-endpoints.ts");
      await withEndpoints(tenant, (endpoints) => endpoints[name](id));
      print(`endpoint ${id} ${done}`);
    });
}
