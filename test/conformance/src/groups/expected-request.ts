import { isDeepStrictEqual } from "node:util";
import type { SeenRequest } from "../stage/stage.ts";
import type { ExpectedRequest } from "../subject/samples.ts";

/** What of a request is not as the samples expect it. Values are not told: some are secrets. */
export function* findDifferences(expected: ExpectedRequest, request: SeenRequest): Generator<string> {
  const { headers = {}, query = {} } = expected;
  const parameters = new URL(request.url).searchParams;
  for (const [name, value] of Object.entries(headers))
    yield* compare(`the header ${name}`, value, request.headers[name.toLowerCase()]);
  for (const [name, value] of Object.entries(query))
    yield* compare(`the query parameter ${name}`, value, parameters.get(name) ?? undefined);
  const sent = decode(request.sent);
  if (expected.text !== undefined) yield* compare("the body", expected.text, sent);
  if (expected.json !== undefined) yield* compareJson(expected.json, sent);
}

function* compare(what: string, expected: string, sent: string | undefined): Generator<string> {
  if (sent === undefined) yield `${what} is missing: is the request signed and authorised?`;
  else if (sent !== expected) yield `${what} is not the one of the samples`;
}

function* compareJson(expected: unknown, sent: string | undefined): Generator<string> {
  const body = parse(sent);
  if (body === undefined) yield "the body is missing, or no JSON";
  else if (!isDeepStrictEqual(body, expected)) {
    const names = listDifferingMembers(expected, body);
    yield `the body is not the one of the samples${names.length === 0 ? "" : `: look at ${names.join(", ")}`}`;
  }
}

function listDifferingMembers(expected: unknown, body: unknown): readonly string[] {
  const [one, other] = [toMembers(expected), toMembers(body)];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => !isDeepStrictEqual(one[name], other[name]));
}

function toMembers(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

function decode(bytes: string | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes, "latin1").toString("utf8");
}
