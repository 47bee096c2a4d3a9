import { gzipSync } from "node:zlib";
import { listStrings, replaceAt } from "../../subject/json-pointer.ts";
import { forgeTexts, swapCase, withBody, withHeader } from "./vector.ts";
import type { Mutator, Original, Vector } from "./vector.ts";

interface KeyedBody {
  readonly body: unknown;
  /** Where the key stands. */
  readonly pointer: string;
  readonly name: string;
  readonly key: string;
}

/** The body and its key: the string that is one of the settings' secrets. Absent when there is none. */
function findKey({ delivery, secrets }: Original): KeyedBody | undefined {
  const body: unknown = JSON.parse(Buffer.from(delivery.rawBody).toString("utf8"));
  const found = [...listStrings(body)].find(([, text]) => secrets.some(({ value }) => value === text));
  if (found === undefined) return undefined;
  const [pointer, key] = found;
  return { body, pointer, key, name: pointer.slice(pointer.lastIndexOf("/") + 1) };
}

function* replaceKey(original: Original, values: Iterable<readonly [string, unknown]>): Generator<Vector> {
  const keyed = findKey(original);
  if (keyed === undefined) return;
  for (const [name, value] of values) {
    if (value === keyed.key) continue;
    const body = JSON.stringify(replaceAt(keyed.body, keyed.pointer, value));
    yield { name, delivery: withBody(original, body) };
  }
}

function* listTypes(key: string): Generator<readonly [string, unknown]> {
  yield ["the key is missing", undefined];
  yield ["the key is null", null];
  yield ["the key is true", true];
  yield ["the key is false", false];
  yield ["the key is 0", 0];
  yield ["the key is 1", 1];
  yield ["the key is a list", [key]];
  yield ["the key is an empty list", []];
  yield ["the key is an object", {}];
  yield ["the key is an object that holds it", { value: key }];
  yield ["the key is an operator", { $ne: null }];
  yield ["the key is another operator", { $gt: "" }];
  yield ["the key is an object with toString", { toString: key }];
  yield ["the key is an object with a length", { length: key.length, 0: key }];
}

function* listPlaces(keyed: KeyedBody): Generator<readonly [string, unknown]> {
  const { body, pointer, name, key } = keyed;
  const without = replaceAt(body, pointer, undefined) as object;
  yield ["the key's name is in another case", { ...without, [swapCase(name)]: key }];
  yield ["the key's name is in upper case", { ...without, [`${name.toUpperCase()}_`]: key }];
  yield ["the key's name has a space", { ...without, [`${name} `]: key }];
  yield ["the key stands one level deeper", { ...without, data: { [name]: key } }];
  yield ["the key is a name", { ...without, [key]: name }];
  yield ["the body is a list", [body]];
  yield ["the body is a string", JSON.stringify(body)];
  yield ["the body is the key", key];
}

function* listSpellings(keyed: KeyedBody): Generator<readonly [string, string | Uint8Array]> {
  const text = JSON.stringify(keyed.body);
  const without = JSON.stringify(replaceAt(keyed.body, keyed.pointer, undefined));
  const name = JSON.stringify(keyed.name);
  yield ["the body is empty", ""];
  yield ["the body is white space", " \n\t "];
  yield ["the body is null", "null"];
  yield ["the body is a number", "1"];
  yield ["the body ends early", text.slice(0, -1)];
  yield ["the body ends in its middle", text.slice(0, Math.floor(text.length / 2))];
  yield ["the body goes on", `${text}}`];
  yield ["the body is two bodies", text + text];
  yield ["the body has a comment", `${text}//x`];
  yield ["a wrong key follows the right one", `${text.slice(0, -1)},${name}:"wrong"}`];
  yield [
    "the prototype holds the key",
    without.replace("{", `{"__proto__":{${name}:${JSON.stringify(keyed.key)}},`),
  ];
  yield ["the body is a form", new URLSearchParams({ [keyed.name]: keyed.key }).toString()];
  yield ["the body is XML", `<callback><${keyed.name}>${keyed.key}</${keyed.name}></callback>`];
  yield ["the body is UTF-16", Buffer.from(text, "utf16le")];
  yield ["the body is compressed", gzipSync(text)];
  yield ["the key holds a byte that is no UTF-8", spoilKey(text, keyed.key)];
}

function spoilKey(text: string, key: string): Uint8Array {
  const bytes = Buffer.from(text);
  bytes[text.indexOf(key)] = 0xff;
  return bytes;
}

function* moveKey(original: Original): Generator<Vector> {
  const keyed = findKey(original);
  if (keyed === undefined) return;
  const bare = {
    ...original,
    delivery: withBody(original, JSON.stringify(replaceAt(keyed.body, keyed.pointer, undefined))),
  };
  for (const name of [keyed.name.toLowerCase(), "authorization", "x-api-key"]) {
    yield { name: `the key stands in the header ${name}`, delivery: withHeader(bare, name, keyed.key) };
  }
}

/** Other secrets of the same settings are no keys of this list. */
function* listOtherSecrets({ secrets }: Original, key: string): Generator<readonly [string, string]> {
  const place = secrets.find(({ value }) => value === key)?.place;
  for (const secret of secrets)
    if (secret.place !== place) yield [`the key is the secret ${secret.pointer}`, secret.value];
}

/** Spoils a key that stands in the body. */
export const bodyKeyMutators: readonly Mutator[] = [
  {
    name: "another text as key",
    schemes: ["body_key"],
    *mutate(original) {
      const keyed = findKey(original);
      if (keyed === undefined) return;
      yield* replaceKey(original, forgeTexts(keyed.key));
      yield* replaceKey(original, listOtherSecrets(original, keyed.key));
    },
  },
  {
    name: "another type as key",
    schemes: ["body_key"],
    *mutate(original) {
      const keyed = findKey(original);
      if (keyed !== undefined) yield* replaceKey(original, listTypes(keyed.key));
    },
  },
  {
    name: "the key elsewhere",
    schemes: ["body_key"],
    *mutate(original) {
      const keyed = findKey(original);
      if (keyed === undefined) return;
      for (const [name, body] of listPlaces(keyed))
        yield { name, delivery: withBody(original, JSON.stringify(body)) };
      yield* moveKey(original);
    },
  },
  {
    name: "another body around the key",
    schemes: ["body_key"],
    *mutate(original) {
      const keyed = findKey(original);
      if (keyed === undefined) return;
      for (const [name, body] of listSpellings(keyed)) yield { name, delivery: withBody(original, body) };
    },
  },
];
