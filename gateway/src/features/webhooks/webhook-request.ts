import { DeliveryAccepted } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { ConnectionRuntime } from "../providers/index.ts";
import type { RejectedWebhooks } from "./rejected-webhooks/rejected-webhooks.ts";
import { receiveDelivery, type Inbox, type IncomingWebhook } from "./receive-delivery.ts";
import { isCoded } from "../../platform/http/content-coding.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";

/** The adapter and the connection that a webhook's path names. */
export interface WebhookPath {
  readonly adapter: string;
  readonly connection: string;
}

/** What is needed to find out whom a webhook is for, and whether its sender is heard. */
export interface WebhookParts {
  readonly configuration: CurrentConfiguration;
  readonly inbox: { readonly rejectedWebhooks: RejectedWebhooks };
}

const asBytes = { "content-type": "application/octet-stream" };

/**
 * Providers sign raw bytes: within this scope nothing parses a body before it is checked, and no `Content-Type` decides
 * whether it is. Adapters get the headers as they came, from `request.raw`.
 */
export function acceptRawBodies(
  app: Pick<FastifyInstance, "removeAllContentTypeParsers" | "addContentTypeParser" | "addHook">,
): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.addHook("onRequest", (request, _reply, done) => {
    request.headers = asBytes;
    done();
  });
}

/**
 * The connection that a webhook's path names; the adapter's id is understood in any case. Throws 503 while the configuration is
 * not loaded: a 404 would lose the delivery.
 */
export function findConnection(configuration: CurrentConfiguration, path: WebhookPath): ConnectionRuntime {
  if (!configuration.isLoaded) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  const runtime = configuration.current.connectionsByName.get(path.connection);
  if (runtime === undefined || runtime.manifest.id !== path.adapter.toLowerCase())
    throw new ProblemError("connection_not_found");
  return runtime;
}

/**
 * The connection of a webhook whose body is still to be read. Throws the problem of one that is not there, of a sender
 * who forged too much, and of a body that is compressed.
 */
export function admitSender(
  { configuration, inbox: { rejectedWebhooks } }: WebhookParts,
  path: WebhookPath,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): ConnectionRuntime {
  const runtime = findCounted({ configuration, rejectedWebhooks }, path);
  const retryAfterMs = rejectedWebhooks.shutForMs(request.ip);
  if (retryAfterMs > 0) {
    rejectedWebhooks.noteUnheard(runtime.name, "limited");
    // What it still sends is not waited for.
    void reply.header("connection", "close");
    throw new ProblemError("rate_limited", {
      detail: "Too many deliveries from this address were not proven to be the provider's.",
      retryAfterMs,
    });
  }
  if (!isCoded(request.raw.headers["content-encoding"])) return runtime;
  rejectedWebhooks.noteUnheard(runtime.name, "encoded");
  throw new ProblemError("unsupported_media_type", {
    detail: "Send the webhook's body as it was signed: no Content-Encoding is supported.",
  });
}

/** Counts a provider that still calls what was removed under the connection's name; what never was, without one. */
function findCounted(
  {
    configuration,
    rejectedWebhooks,
  }: { configuration: CurrentConfiguration; rejectedWebhooks: RejectedWebhooks },
  path: WebhookPath,
): ConnectionRuntime {
  try {
    return findConnection(configuration, path);
  } catch (error) {
    if (error instanceof ProblemError && error.code === "connection_not_found") {
      const isRemoved =
        configuration.current.removedConnections.get(path.connection) === path.adapter.toLowerCase();
      if (isRemoved) rejectedWebhooks.noteUnheard(path.connection, "removed_connection");
      else rejectedWebhooks.noteUnheard("", "unknown_connection");
    }
    throw error;
  }
}

/** A webhook as it came. */
export function readWebhook({ body, raw: { headers }, ip }: FastifyRequest): IncomingWebhook {
  return { rawBody: Buffer.isBuffer(body) ? body : Buffer.alloc(0), headers, remoteAddress: ip };
}

/** An address that webhooks are sent to. */
export interface WebhookAddress {
  readonly url: string;
  /** The connection that a request to it is for. */
  readonly findPath: (request: FastifyRequest) => WebhookPath;
  readonly bodyLimitBytes: number;
  /** What the OpenAPI document says of it, beside the answers; and of the probe. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly probeSchema: Readonly<Record<string, unknown>>;
}

/** `POST` takes webhooks; `GET` and `HEAD` tell whether it would. */
export function registerWebhookAddress(
  app: FastifyInstance,
  { configuration, inbox }: { readonly configuration: CurrentConfiguration; readonly inbox: Inbox },
  { url, findPath, bodyLimitBytes, schema, probeSchema }: WebhookAddress,
): void {
  acceptRawBodies(app);
  const check = (request: FastifyRequest) => void findConnection(configuration, findPath(request));
  registerWebhookProbe(app, { url, check, subject: "Webhooks", schema: probeSchema });
  app.post(
    url,
    {
      config: { isWebhook: true },
      bodyLimit: bodyLimitBytes,
      schema: { security: [], response: webhookAnswers, ...schema },
      onRequest: async (request, reply) =>
        void admitSender({ configuration, inbox }, findPath(request), { request, reply }),
    },
    async (request, reply) => {
      const runtime = findConnection(configuration, findPath(request));
      return reply.send(await receiveDelivery(inbox, runtime, readWebhook(request)));
    },
  );
}

const webhookAnswers = {
  200: Type.Ref(DeliveryAccepted),
  ...problemResponses(
    "webhook_unauthentic",
    "connection_not_found",
    "payload_too_large",
    "unsupported_media_type",
    "message_not_taken",
  ),
};

interface ProbeOptions {
  readonly url: string;
  /** Throws the problem of an address where there is nothing. */
  readonly check: (request: FastifyRequest) => void;
  /** What is sent there with POST. */
  readonly subject: string;
  /** What the OpenAPI document says of it, beside the answers. */
  readonly schema: Readonly<Record<string, unknown>>;
}

const otherMethods = ["DELETE", "OPTIONS", "PATCH", "PUT", "TRACE"];

/**
 * Some providers ask with GET or HEAD whether an address is there before they accept it: 204 for a connection that is
 * configured, 404 for any other. No other method than POST does more, and none stores anything.
 */
export function registerWebhookProbe(
  app: FastifyInstance,
  { url, check, subject, schema }: ProbeOptions,
): void {
  const config = { isWebhook: true };
  const response = { 204: Type.Null({ description: "The connection is there." }) };
  app.get(
    url,
    {
      config,
      schema: {
        ...schema,
        security: [],
        response: { ...response, ...problemResponses("connection_not_found") },
      },
    },
    async (request, reply) => {
      check(request);
      return reply.code(204).send();
    },
  );
  app.route({
    method: otherMethods,
    url,
    config,
    schema: { hide: true },
    onRequest: async (request, reply) => {
      check(request);
      void reply.header("allow", "GET, HEAD, POST");
      throw new ProblemError("method_not_allowed", { detail: `${subject} are sent with POST.` });
    },
    handler: async () => undefined,
  });
}
