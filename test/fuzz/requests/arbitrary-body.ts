import * as fc from "fast-check";
import type { ApiDocument, Operation } from "../document.ts";
import { arbitraryFromSchema } from "./arbitrary-from-schema.ts";
import type { Boldness } from "./arbitrary-request.ts";
import { distortion, textDistortion } from "./distort-json.ts";
import { knownMembers } from "./known-values.ts";
import { strangeText, strangeValue } from "./strange-values.ts";

/** A body with what is said about it. */
export interface FuzzBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

const nothing: FuzzBody = { headers: {}, body: undefined };
const asJson = (body: string): FuzzBody => ({ headers: { "content-type": "application/json" }, body });
const write = (value: unknown): string => JSON.stringify(value) ?? "";

/** What a provider might post, with the key that makes it authentic. */
const callback = fc.oneof(
  fc
    .record(
      {
        callbackApiKey: fc.constantFrom("shop-callback-key", "bank-callback-key", "kvary-callback-key"),
        type: fc.oneof(fc.constantFrom("update", "one-time-password-request"), strangeText),
        sessionId: fc.oneof(fc.constantFrom("~openReference~"), strangeText),
        extra: strangeValue,
      },
      { requiredKeys: ["callbackApiKey"] },
    )
    .map(write),
  strangeValue.map(write),
);

const types = [
  "application/json",
  "application/json; charset=utf-8",
  "application/json; charset=utf-16",
  "APPLICATION/JSON",
  "application/problem+json",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/octet-stream",
  ";",
  "",
];

const wild: fc.Arbitrary<FuzzBody> = fc
  .record({
    type: fc.constantFrom(...types),
    body: fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      strangeText.map((text) => text.toWellFormed()),
      strangeValue.map(write),
      fc.json(),
      fc.constant("x".repeat(300_000)),
      fc.constant(`${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`),
    ),
  })
  .map(({ type, body }) => ({ headers: { "content-type": type }, body }));

/** A body for an operation: none where none is asked for, unless the request is to be wild. */
export function arbitraryBody(
  { body: schema, credential, method, id }: Operation,
  { boldness, document }: { readonly boldness: Boldness; readonly document: ApiDocument },
): fc.Arbitrary<FuzzBody> {
  if (boldness === "wild")
    return method === "GET" ? fc.constant(nothing) : fc.oneof(wild, fc.constant(nothing));
  if (credential === "none" && method === "POST") return callback.map(asJson);
  if (schema === undefined) return fc.constant(nothing);
  const value = arbitraryFromSchema(schema, { document, known: knownMembers });
  if (boldness === "valid") return value.map((valid) => asJson(write(valid)));
  const distorted = fc
    .tuple(value, fc.array(distortion, { minLength: 1, maxLength: 2 }))
    .map(([valid, distort]) => write(distort.reduce((part, step) => step(part), valid)));
  const broken = fc.tuple(value, textDistortion).map(([valid, distort]) => distort(write(valid)));
  const strange = fc.oneof({ weight: 5, arbitrary: distorted }, { weight: 1, arbitrary: broken });
  // An empty body stands for no options where one is optional.
  return id.startsWith("kvary") ? fc.oneof(strange.map(asJson), fc.constant(nothing)) : strange.map(asJson);
}
