import type { Exchange } from "../server/exchange.ts";
import { ArgumentError } from "./argument-error.ts";
import { readParts } from "./multipart.ts";

/** A request's parameters, whichever way they came, and the bytes that an HMAC over them covers, in its order. */
export interface Parameters {
  read(name: string): unknown;
  readonly signedParts: readonly Uint8Array[];
}

/** GET or POST; query string, URL-encoded form, JSON or multipart (Identomat developer guide). */
export function readParameters(exchange: Exchange): Parameters {
  const query = exchange.request.query as Record<string, unknown>;
  if (exchange.request.method === "GET")
    return { read: (name) => query[name], signedParts: [exchange.rawBody] };
  const type = exchange.request.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) return readMultipart(exchange.rawBody, type);
  const members = parseBody(exchange.rawBody.toString());
  return { read: (name) => members[name] ?? query[name], signedParts: [exchange.rawBody] };
}

/** The provider's own curl examples send JSON without naming its content type, so the text decides. */
function parseBody(text: string): Record<string, unknown> {
  if (text.trim() === "") return {};
  if (!text.trimStart().startsWith("{")) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new ArgumentError("wrong-parameters");
  }
}

function readMultipart(body: Buffer, type: string): Parameters {
  const parts = readParts(body, type);
  if (parts === undefined) throw new ArgumentError("wrong-parameters");
  const byName = new Map(parts.map((part) => [part.name, part]));
  const [texts, files] = [parts.filter(({ isFile }) => !isFile), parts.filter(({ isFile }) => isFile)];
  return {
    read: (name) => {
      const part = byName.get(name);
      return part?.isFile === false ? part.bytes.toString() : part?.bytes;
    },
    signedParts: [...texts, ...files].map(({ bytes }) => bytes),
  };
}

/** A text parameter; an absent or empty one is wrong. */
export function requireText(parameters: Parameters, name: string): string {
  const value = parameters.read(name);
  if (typeof value !== "string" || value === "") throw new ArgumentError("wrong-parameters");
  return value;
}

export function readText(parameters: Parameters, name: string): string | null {
  const value = parameters.read(name);
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw new ArgumentError("wrong-parameters");
  return value;
}

/** An object or array, which a form or a query string carries as JSON text. */
export function readStructure(parameters: Parameters, name: string): unknown {
  const value = parameters.read(name);
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new ArgumentError("wrong-parameters");
  }
}
