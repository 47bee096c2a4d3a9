import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { ProblemError } from "../problem-error.ts";

/** Headers that stand once. Node would take the first of two, a proxy before us perhaps the last. */
const single = new Set(["host", "authorization", "content-type"]);

/** Refuses what this server and a proxy before it could understand differently. No body is decompressed. */
export const unambiguousRequestsPlugin = fastifyPlugin(
  async (app: FastifyInstance) => {
    app.addHook("onRequest", ({ raw }, _reply, done) => {
      const problem = findAmbiguity(raw);
      if (problem === undefined) done();
      else done(problem);
    });
  },
  { name: "unambiguous-requests" },
);

function findAmbiguity({ headers, rawHeaders, httpVersion }: IncomingMessage): ProblemError | undefined {
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    const detail = "Send the body as it is: no Content-Encoding is supported.";
    return new ProblemError("unsupported_media_type", { detail });
  }
  if (headers.host === undefined && httpVersion !== "1.0")
    return new ProblemError("malformed_request", { detail: "The Host header is missing." });
  const repeated = findRepeated(rawHeaders);
  if (repeated === undefined) return undefined;
  return new ProblemError("malformed_request", { detail: `The header ${repeated} stands there twice.` });
}

/** Names and values take turns in `rawHeaders`. */
function findRepeated(rawHeaders: readonly string[]): string | undefined {
  let seen = "";
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? "";
    if (!single.has(name)) continue;
    if (seen.includes(`${name} `)) return name;
    seen += `${name} `;
  }
  return undefined;
}
