import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { ConnectionRuntime } from "../providers/index.ts";
import type { RejectedWebhooks } from "./rejected-webhooks/rejected-webhooks.ts";
import { isCoded } from "../../platform/http/content-coding.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

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
