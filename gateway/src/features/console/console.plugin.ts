import type { FastifyInstance, FastifyReply } from "fastify";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { readConsoleFiles, type ConsoleFile, type ConsoleFiles } from "./console-files.ts";

/** Everything comes from the gateway itself, nothing is inline, nobody frames it, and no text becomes a script. */
const securityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const headers = {
  "content-security-policy": securityPolicy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  vary: "accept-encoding",
};

/** `/console`: the operators' console, static files. A path that is no file is a screen, which the page itself finds. */
export async function consolePlugin(app: FastifyInstance): Promise<void> {
  let reading: Promise<ConsoleFiles> | undefined;
  const readOnce = () => (reading ??= readConsoleFiles(import.meta.dirname));
  for (const path of ["/console", "/console/*"])
    app.get<{ Params: { "*"?: string } }>(path, { schema: { hide: true } }, async (request, reply) => {
      const files = await readOnce();
      const index = files.get("index.html");
      if (index === undefined) throw refuseUnbuilt();
      const name = request.params["*"] ?? "";
      const file = files.get(name);
      if (file !== undefined && name !== "index.html") return send(reply, file, describeCaching(name));
      if (name.startsWith("assets/")) throw new ProblemError("route_not_found");
      return send(reply, index, "no-store");
    });
}

function refuseUnbuilt(): ProblemError {
  return new ProblemError("route_not_found", {
    detail: "The console is not built. Run `node gateway/console/build.mjs`, then start the gateway again.",
  });
}

/** What has a hash in its name never changes. */
function describeCaching(name: string): string {
  return name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

function send(reply: FastifyReply, file: ConsoleFile, cacheControl: string): FastifyReply {
  const [coding, body] = chooseCoding(file, reply.request.headers["accept-encoding"] ?? "");
  if (coding !== undefined) void reply.header("content-encoding", coding);
  return reply
    .headers({ ...headers, "cache-control": cacheControl })
    .type(file.contentType)
    .send(body);
}

type Coded = readonly [coding: "br" | "gzip" | undefined, body: Buffer];

function chooseCoding({ plain, br, gzip }: ConsoleFile, accepted: string): Coded {
  if (br !== undefined && accepts("br", accepted)) return ["br", br];
  if (gzip !== undefined && accepts("gzip", accepted)) return ["gzip", gzip];
  return [undefined, plain];
}

function accepts(coding: "br" | "gzip", accepted: string): boolean {
  return accepted.split(",").some((part) => {
    const [name = "", ...weights] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return name === coding && !weights.some((weight) => /^q=0(\.0*)?$/.test(weight));
  });
}
