import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { isPlain } from "./content-coding.ts";
import { ProblemError } from "./problem-error.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** A provider's webhook: its bytes are verified as they came, so that no header has to describe them. */
    isWebhook?: boolean;
  }
  interface FastifyInstance {
    /** Whether a webhook has nothing of what a proxy might understand in another way, its body's coding included. */
    isUnambiguousWebhook(request: IncomingMessage): boolean;
    /** The same for a request that has no body at all. */
    isUnambiguousRead(request: IncomingMessage): boolean;
    /** The same for a request with a body that means what its headers say. */
    isUnambiguousWrite(request: IncomingMessage): boolean;
  }
}

/** Headers that may occur only once: Node takes the first of two, a proxy before us perhaps the last. */
const single: ReadonlySet<string> = new Set(["host", "authorization", "content-type"]);
const singleOfWebhooks: ReadonlySet<string> = new Set(["host", "authorization"]);

/** Refuses what this server and a proxy before it could understand differently. No body is decompressed. */
export const unambiguousRequestsPlugin = fastifyPlugin(
  async (app: FastifyInstance) => {
    // What follows an ambiguous request on its connection may be a part of that request.
    const ambiguous = new WeakSet<Socket>();
    app.decorate("isUnambiguousWebhook", (request) => isUnambiguous(request, ambiguous, singleOfWebhooks));
    app.decorate("isUnambiguousWrite", (request) => isUnambiguous(request, ambiguous, single));
    app.decorate(
      "isUnambiguousRead",
      (request) => hasNoBody(request) && isUnambiguous(request, ambiguous, single),
    );
    app.addHook("onRequest", (request, reply, done) => {
      const { socket } = request.raw;
      const framing = ambiguous.has(socket)
        ? "The request before this one on the connection was refused."
        : findFramingProblem(request.raw);
      if (framing !== undefined) {
        ambiguous.add(socket);
        void reply.header("connection", "close");
        done(new ProblemError("malformed_request", { detail: framing }));
        return;
      }
      done(findAmbiguity(request));
    });
  },
  { name: "unambiguous-requests" },
);

function hasNoBody({ headers }: IncomingMessage): boolean {
  return headers["content-length"] === undefined && headers["content-type"] === undefined;
}

/** Of a transfer coding, too, whoever asks wants to hear nothing. */
function isUnambiguous(
  request: IncomingMessage,
  ambiguous: WeakSet<Socket>,
  names: ReadonlySet<string>,
): boolean {
  const { headers, httpVersion, rawHeaders, socket } = request;
  return (
    httpVersion === "1.1" &&
    headers.host !== undefined &&
    headers["transfer-encoding"] === undefined &&
    headers["content-encoding"] === undefined &&
    !ambiguous.has(socket) &&
    findRepeated(rawHeaders, names) === undefined
  );
}

/** Node would read any list of transfer codings that ends in `chunked`, and as if it were `chunked` alone. */
function findFramingProblem({ headers, httpVersion }: IncomingMessage): string | undefined {
  const coding = headers["transfer-encoding"];
  if (coding === undefined) return undefined;
  if (httpVersion === "1.0") return "HTTP/1.0 has no Transfer-Encoding. Send a Content-Length.";
  if (coding.toLowerCase() === "chunked") return undefined;
  return "The only Transfer-Encoding that is accepted is `chunked`.";
}

function findAmbiguity({ raw, routeOptions }: FastifyRequest): ProblemError | undefined {
  const { headers, rawHeaders, httpVersion } = raw;
  const isWebhook = routeOptions.config.isWebhook === true;
  if (!isWebhook && !isPlain(headers["content-encoding"])) {
    const detail = "Send the body as it is: no Content-Encoding is supported.";
    return new ProblemError("unsupported_media_type", { detail });
  }
  if (headers.host === undefined && httpVersion !== "1.0")
    return new ProblemError("malformed_request", { detail: "The Host header is missing." });
  const repeated = findRepeated(rawHeaders, isWebhook ? singleOfWebhooks : single);
  if (repeated === undefined) return undefined;
  return new ProblemError("malformed_request", { detail: `The header ${repeated} occurs twice.` });
}

/** Names and values take turns in `rawHeaders`. */
function findRepeated(rawHeaders: readonly string[], names: ReadonlySet<string>): string | undefined {
  let seen = "";
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? "";
    if (!names.has(name)) continue;
    if (seen.includes(`${name} `)) return name;
    seen += `${name} `;
  }
  return undefined;
}
