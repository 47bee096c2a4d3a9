import type { Exchange } from "../server/exchange.ts";
import { ArgumentError } from "./argument-error.ts";

/** A request's parameters, whichever way they came, and the bytes that an HMAC over them covers, in its order. */
export interface Parameters {
  read(name: string): unknown;
  readonly signedParts: readonly Uint8Array[];
}

/** GET or POST; query string, URL-encoded form, JSON or multipart (Identomat developer guide). */
export async function readParameters(exchange: Exchange): Promise<Parameters> {
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

async function readMultipart(body: Buffer, type: string): Promise<Parameters> {
  const texts = new Map<string, Uint8Array>();
  const files = new Map<string, Uint8Array>();
  for (const [name, value] of await parseMultipart(body, type)) {
    if (typeof value === "string") texts.set(name, Buffer.from(value));
    else files.set(name, new Uint8Array(await value.arrayBuffer()));
  }
  return {
    read: (name) => {
      const text = texts.get(name);
      return text === undefined ? files.get(name) : Buffer.from(text).toString();
    },
    signedParts: [...texts.values(), ...files.values()],
  };
}

async function parseMultipart(body: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  } catch {
    throw new ArgumentError("wrong-parameters");
  }
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
