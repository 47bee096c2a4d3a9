import { eventTypes, signingKeyKinds, type EventType, type SigningKeyKind } from "@kyc-gateway/http-api";
import { Command, Option } from "commander";
import { NotConfiguredError } from "../app/provisioning.ts";
import type { EndpointRefusal } from "../features/events/endpoints/endpoint-service.ts";
import { createEndpointPresenter, presentNewKey } from "../features/events/endpoints/present-endpoint.ts";
import type { Services } from "../app/services.ts";
import { readActor } from "./actor.ts";
import { administer } from "./administration.ts";
import { parseId, parseWords } from "./parse-argument.ts";
import { print, printError, printTable } from "./print.ts";

/** `kyc-gateway endpoint …`. */
export function endpointCommand(): Command {
  return new Command("endpoint")
    .description("where events are posted to")
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(switchCommand("enable", "enabled", "go on where it stopped"))
    .addCommand(switchCommand("disable", "disabled", "send nothing; its events wait"));
}

function addCommand(): Command {
  return new Command("add")
    .arguments("<tenant> <url>")
    .description("post a tenant's events to a URL; the key is shown this once, on standard output")
    .option("--types <list>", `only these, separated by commas: ${eventTypes.join(", ")}`, (text) =>
      parseWords(text, eventTypes),
    )
    .option("--description <text>", "what it is for", "")
    .addOption(new Option("--key <kind>", "how events are signed").choices(signingKeyKinds).default("hmac"))
    .action(
      (
        tenant: string,
        url: string,
        options: { types?: EventType[]; description: string; key: SigningKeyKind },
      ) =>
        work(async (services) => {
          const { types, description, key: keyKind } = options;
          const wanted = { url, description, keyKind, ...(types === undefined ? {} : { types }) };
          const created = accept(
            await services.events.endpoints.create(
              { tenantId: await findTenant(services, tenant), actor: readActor() },
              wanted,
            ),
          );
          const key = presentNewKey(created.key);
          printError(`endpoint ${created.endpoint.id}; its key, which cannot be shown again:`);
          print(key.secret ?? key.publicKey);
        }),
    );
}

function listCommand(): Command {
  return new Command("list")
    .argument("<tenant>")
    .description("list a tenant's endpoints, how they are, and what waits for them")
    .action((tenant: string) =>
      work(async (services) => {
        const { store } = services.events.endpoints;
        const present = createEndpointPresenter(store);
        const rows = [];
        for (const endpoint of await store.list(await findTenant(services, tenant))) {
          const { id, url, state, pending } = await present(endpoint);
          rows.push([id, state, String(pending.count), pending.oldestAt ?? "", url]);
        }
        printTable(["ID", "STATE", "PENDING", "OLDEST", "URL"], rows);
      }),
    );
}

function switchCommand(name: "enable" | "disable", done: string, description: string): Command {
  return new Command(name)
    .argument("<tenant>")
    .argument("<id>", "the endpoint's id", parseId)
    .description(description)
    .action((tenant: string, id: string) =>
      work(async (services) => {
        const tenantId = await findTenant(services, tenant);
        accept(await services.events.endpoints[name]({ tenantId, id, actor: readActor() }));
        print(`endpoint ${id} ${done}`);
      }),
    );
}

function work(doIt: (services: Services) => Promise<void>): Promise<void> {
  return administer((_provisioning, services) => doIt(services));
}

async function findTenant({ configuration }: Services, name: string): Promise<string> {
  await configuration.reload();
  const id = configuration.current.tenants.get(name);
  if (id === undefined) throw new NotConfiguredError(`There is no tenant "${name}".`);
  return id;
}

const refusals = {
  unknown: "There is no such endpoint.",
  unknown_key: "The endpoint has no such key.",
  duplicate: "The tenant has an endpoint with this URL.",
  full: "The tenant has as many endpoints as it may.",
  last_key: "An endpoint needs a key.",
  no_event: "There is no such event.",
} as const satisfies Record<Exclude<EndpointRefusal["kind"], "issue">, string>;

function accept<T extends object>(result: T | EndpointRefusal): T {
  if (!("kind" in result)) return result;
  const refusal: EndpointRefusal = result;
  throw new NotConfiguredError(
    refusal.kind === "issue" ? `The URL ${refusal.issue.message}.` : refusals[refusal.kind],
  );
}
