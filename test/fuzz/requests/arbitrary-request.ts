import * as fc from "fast-check";
import type { ApiDocument, Operation } from "../document.ts";
import { arbitraryFromSchema } from "./arbitrary-from-schema.ts";
import { arbitraryBody, type FuzzBody } from "./arbitrary-body.ts";
import { knownMembers, knownPathValues } from "./known-values.ts";
import { strangeText } from "./strange-values.ts";

/** How far a request is from what the document asks for. */
export type Boldness = "valid" | "nearly" | "wild";

/** A request as it goes over the wire, but for the names that its stage fills in. */
export interface FuzzRequest extends FuzzBody {
  readonly operationId: string;
  readonly boldness: Boldness;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const credentials: Readonly<Record<Operation["credential"], string | undefined>> = {
  apiKey: "Bearer ~shopKey~",
  operatorKey: "Bearer ~operatorKey~",
  endUser: "Bearer ~endUserToken~",
  none: undefined,
};
const wrongCredentials = [
  undefined,
  "",
  "Bearer",
  "Bearer ",
  "Bearer x",
  "Basic ~shopKey~",
  "Bearer ~shopKey~x",
  "bearer ~bankKey~",
  "Bearer ~operatorKey~",
  "Bearer ~shopKey~",
  "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1In0.",
];
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];

/** Any request at any of the operations, each as often as the other. */
export function arbitraryRequest(
  operations: readonly Operation[],
  document: ApiDocument,
): fc.Arbitrary<FuzzRequest> {
  return fc.oneof(
    ...operations.flatMap((operation) =>
      (["valid", "nearly", "wild"] as const).map((boldness) => describe(operation, { boldness, document })),
    ),
  );
}

interface Aim {
  readonly boldness: Boldness;
  readonly document: ApiDocument;
}

function describe(operation: Operation, aim: Aim): fc.Arbitrary<FuzzRequest> {
  const { boldness } = aim;
  return fc
    .record({
      path: arbitraryPath(operation, boldness),
      query: arbitraryQuery(operation, aim),
      authorization: arbitraryCredential(operation),
      headers: arbitraryHeaders(operation, boldness),
      body: arbitraryBody(operation, aim),
      method:
        boldness === "wild" ? fc.constantFrom(operation.method, ...methods) : fc.constant(operation.method),
    })
    .map(({ path, query, authorization, headers, body, method }) => ({
      operationId: operation.id,
      boldness,
      method,
      path: query === "" ? path : `${path}?${query}`,
      body: body.body,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...body.headers,
        ...headers,
      },
    }));
}

function arbitraryCredential({ credential }: Operation): fc.Arbitrary<string | undefined> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(credentials[credential]) },
    { weight: 1, arbitrary: fc.constantFrom(...wrongCredentials) },
  );
}

const encode = (text: string): string => encodeURIComponent(text.toWellFormed());
const tricks = [
  "%2e%2e",
  "..",
  ".",
  "%00",
  "%ff",
  "%",
  "%zz",
  "%2f",
  "a%2fb",
  "a/b",
  "",
  ";x=1",
  "%E0%A4%A",
  "*",
  "{x}",
];

function arbitraryPath({ path, ...operation }: Operation, boldness: Boldness): fc.Arbitrary<string> {
  const known = knownPathValues(operation);
  const strange = fc.oneof(strangeText.map(encode), fc.constantFrom(...tricks), fc.uuid());
  const weight = { valid: 0, nearly: 1, wild: 3 }[boldness];
  const segments = path.split("/").map((segment) => {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined) return fc.constant(segment);
    const values = known[name] ?? ["x"];
    return fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...values.map(String)) },
      { weight, arbitrary: strange },
    );
  });
  const whole = fc.tuple(...segments).map((parts) => parts.join("/"));
  if (boldness !== "wild") return whole;
  return fc.oneof(
    { weight: 9, arbitrary: whole },
    {
      weight: 1,
      arbitrary: fc
        .tuple(whole, fc.constantFrom("/", "//", "/..", "/%2e%2e/x", "?", "#a"))
        .map((parts) => parts.join("")),
    },
  );
}

const pair = (name: string, value: unknown): string =>
  `${encode(name)}=${value === "" ? "" : encode(String(value))}`;

function arbitraryQuery({ parameters }: Operation, { boldness, document }: Aim): fc.Arbitrary<string> {
  const described = parameters.filter((parameter) => parameter.in === "query");
  const members = described.map(({ name, schema }) => {
    const known = arbitraryFromSchema(
      { properties: { [name]: schema }, required: [name], type: "object" },
      { document, known: knownMembers },
    );
    const value = known.map((record) => (record as Record<string, unknown>)[name]);
    const strange = fc.oneof(
      { weight: boldness === "valid" ? 0 : 1, arbitrary: strangeText },
      { weight: 2, arbitrary: value },
    );
    return fc.option(
      strange.map((text) => pair(name, text)),
      { freq: 2, nil: "" },
    );
  });
  const odd = fc.array(
    fc.tuple(strangeText, strangeText).map(([name, value]) => pair(name, value)),
    { maxLength: 3 },
  );
  return fc
    .tuple(fc.tuple(...members), boldness === "wild" ? odd : fc.constant<string[]>([]))
    .map(([known, more]) => [...known, ...more].filter((part) => part !== "").join("&"));
}

const oddHeaders = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  {},
  { accept: "text/event-stream" },
  { "last-event-id": "x" },
  { "content-encoding": "gzip" },
  { "content-encoding": "identity" },
  { traceparent: "00-00000000000000000000000000000000-0000000000000000-01" },
  { "x-forwarded-for": "not an address, 1.2.3.4" },
  { "x-request-id": "a\u00ffb" },
  { range: "bytes=0-1,5-" },
  { "if-none-match": "*" },
  { cookie: "a=b" },
  { "x-http-method-override": "DELETE" },
  { "x-audit-reason": "\u00e9\u00e8" },
);
const oddKeys = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "k1",
    "k1",
    "k2",
    "k\u00e9",
    "a b",
    "a,b",
    "~",
    '"quoted"',
    "x".repeat(255),
    "x".repeat(256),
  ),
  fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "?")),
);

function arbitraryHeaders(
  { parameters }: Operation,
  boldness: Boldness,
): fc.Arbitrary<Readonly<Record<string, string>>> {
  const wantsKey = parameters.some(({ name }) => name.toLowerCase() === "idempotency-key");
  const key = boldness === "valid" ? fc.uuid() : fc.oneof(fc.uuid(), oddKeys);
  const keyed = wantsKey
    ? fc.oneof(
        { weight: 9, arbitrary: key.map((text) => ({ "idempotency-key": text })) },
        { weight: 1, arbitrary: fc.constant({}) },
      )
    : fc.constant({});
  const odd = boldness === "wild" ? oddHeaders : fc.constant({});
  return fc.tuple(keyed, odd).map(([one, other]) => ({ ...one, ...other }));
}
