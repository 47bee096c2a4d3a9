import type { IncomingMessage } from "node:http";
import type { DeliveryAccepted } from "@kyc-gateway/http-api";
import type { FastifyInstance } from "fastify";
import proxyAddr from "@fastify/proxy-addr";
import type { Config } from "../../platform/config/config.schema.ts";
import {
  createEarlyAnswers,
  type EarlyAnswerParts,
  type EarlyAnswers,
  type Exchange,
} from "../../platform/http/early-answer.ts";
import type { ConfigurationSnapshot, CurrentConfiguration } from "../configuration/index.ts";
import type { ConnectionRuntime } from "../providers/index.ts";
import { receiveDelivery, type Inbox } from "./receive-delivery.ts";

export interface EarlyWebhookParts extends EarlyAnswerParts {
  readonly config: Pick<Config, "trustProxy" | "webhookBodyLimitBytes">;
  readonly configuration: CurrentConfiguration;
  readonly inbox: Inbox;
}

const route = "/webhooks/:adapter/:connection";
const prefix = "/webhooks/";

/** Takes the plain webhooks: those that pass every check that can be made before the body is read. */
export function takeWebhooksEarly(app: FastifyInstance, parts: EarlyWebhookParts): void {
  const findPlain = createFinder(app, parts);
  const answers = createEarlyAnswers(parts, { method: "POST", route });
  app.takeEarly((request, response) => {
    const plain = findPlain(request);
    if (plain !== undefined)
      void receive(parts, plain, { answers, exchange: answers.open({ request, response }) });
    return plain !== undefined;
  });
}

interface Plain {
  readonly runtime: ConnectionRuntime;
  readonly remoteAddress: string;
}

/** Gives a request's connection and sender if it is a plain webhook. */
function createFinder(
  app: Pick<FastifyInstance, "isUnambiguousWebhook">,
  { config, configuration, inbox }: EarlyWebhookParts,
): (request: IncomingMessage) => Plain | undefined {
  const paths = new WeakMap<ConfigurationSnapshot, ReadonlyMap<string, ConnectionRuntime>>();
  const findAddress = createAddressReader(config.trustProxy);
  const findRuntime = (url: string): ConnectionRuntime | undefined => {
    const { current } = configuration;
    const known = paths.get(current) ?? listPaths(current);
    paths.set(current, known);
    return known.get(url);
  };
  return (request) => {
    const { method, url = "", headers } = request;
    if (method !== "POST" || !url.startsWith(prefix) || !configuration.isLoaded) return undefined;
    const runtime = findRuntime(url);
    if (runtime?.connection.webhooks === undefined) return undefined;
    const length = Number(headers["content-length"]);
    const isSized = Number.isSafeInteger(length) && length <= config.webhookBodyLimitBytes;
    if (!isSized || !app.isUnambiguousWebhook(request)) return undefined;
    const remoteAddress = findAddress(request);
    return inbox.rejectedWebhooks.shutForMs(remoteAddress) > 0 ? undefined : { runtime, remoteAddress };
  };
}

function listPaths({ connections }: ConfigurationSnapshot): ReadonlyMap<string, ConnectionRuntime> {
  return new Map(
    [...connections.values()].map((runtime) => [`${prefix}${runtime.manifest.id}/${runtime.name}`, runtime]),
  );
}

/** As the framework reads it. */
function createAddressReader(trustProxy: Config["trustProxy"]): (request: IncomingMessage) => string {
  if (trustProxy === false) return ({ socket }) => socket.remoteAddress ?? "";
  const trusts = proxyAddr.compile([...trustProxy]);
  return (request) => proxyAddr(request, trusts);
}

async function receive(
  { inbox }: EarlyWebhookParts,
  { runtime, remoteAddress }: Plain,
  { answers, exchange }: { readonly answers: EarlyAnswers; readonly exchange: Exchange },
): Promise<void> {
  const { headers } = exchange.request;
  const rawBody = await readBody(exchange.request);
  // Its sender has gone.
  if (rawBody === undefined) return;
  try {
    const { status } = await answers.run(exchange, () =>
      receiveDelivery(inbox, runtime, { rawBody, headers, remoteAddress }),
    );
    answers.accept(exchange, { headers: [], text: acceptedBodies[status] });
  } catch (error) {
    answers.refuse(exchange, error);
  }
}

/** Undefined: it did not come to its end. Node itself sees to it that there is no more of it than its length says. */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on("error", () => resolve(undefined));
    request.on("close", () => resolve(undefined));
  });
}

type Accepted = DeliveryAccepted["status"];
const outcomes = ["accepted", "duplicate", "handed_over", "ignored"] as const satisfies readonly Accepted[];
const acceptedBodies = Object.fromEntries(
  outcomes.map((status) => [status, JSON.stringify({ status })]),
) as Readonly<Record<Accepted, string>>;
