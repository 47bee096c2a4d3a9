import { Buffer } from "node:buffer";
import { forgeTexts, listProofHeaders, readHeader, withBody, withHeader } from "./vector.ts";
import type { Mutator, Original, Vector } from "./vector.ts";

function encode(text: string): string {
  return `Basic ${Buffer.from(text, "utf8").toString("base64")}`;
}

function readPair(original: Original): readonly [username: string, password: string] {
  const code = readHeader(original, "authorization").split(" ")[1] ?? "";
  const [username = "", ...password] = Buffer.from(code, "base64").toString("utf8").split(":");
  return [username, password.join(":")];
}

function* listHeaders(
  original: Original,
): Generator<readonly [string, string | readonly string[] | undefined]> {
  const header = readHeader(original, "authorization");
  const code = header.split(" ")[1] ?? "";
  const [username, password] = readPair(original);
  yield ["is missing", undefined];
  yield ["is empty", ""];
  yield ["is its scheme alone", "Basic"];
  yield ["is its scheme and a space", "Basic "];
  yield ["has no scheme", code];
  yield ["has another scheme", `Bearer ${code}`];
  yield ["has the scheme Digest", `Digest ${code}`];
  yield ["has a scheme with more letters", `Basics ${code}`];
  yield ["is there twice", [header, header]];
  yield ["is there twice, the first one wrong", ["Basic eDp5", header]];
  yield ["is there twice, the second one wrong", [header, "Basic eDp5"]];
  yield ["holds two with a comma", `${header}, ${header}`];
  yield ["goes on after the code", `${header} x`];
  yield ["has signs after the code", `${header}!!`];
  yield ["has a line feed in the code", `Basic ${code.slice(0, 4)}\n${code.slice(4)}`];
  yield ["has a space in the code", `Basic ${code.slice(0, 4)} ${code.slice(4)}`];
  yield ["is encoded twice", encode(Buffer.from(`${username}:${password}`).toString("base64"))];
  yield ["is not encoded", `Basic ${username}:${password}`];
  yield ["is in hex", `Basic ${Buffer.from(`${username}:${password}`).toString("hex")}`];
  yield ["is UTF-16", `Basic ${Buffer.from(`${username}:${password}`, "utf16le").toString("base64")}`];
  yield ["has padding too much", `${header}====`];
  yield ["holds a name alone", encode(username)];
  yield ["holds a password alone", encode(password)];
  yield ["holds an empty name", encode(`:${password}`)];
  yield ["holds a colon alone", encode(":")];
  yield ["holds them the wrong way round", encode(`${password}:${username}`)];
  yield ["holds them without a colon", encode(`${username}${password}`)];
  yield ["holds a colon too much", encode(`${username}::${password}`)];
}

/** Spoils HTTP basic authentication. */
export const basicMutators: readonly Mutator[] = [
  {
    name: "another password",
    schemes: ["basic"],
    *mutate(original) {
      const [username, password] = readPair(original);
      for (const [name, forged] of forgeTexts(password))
        yield {
          name: `the password is ${name}`,
          delivery: withHeader(original, "authorization", encode(`${username}:${forged}`)),
        };
    },
  },
  {
    name: "another user",
    schemes: ["basic"],
    *mutate(original) {
      const [username, password] = readPair(original);
      for (const [name, forged] of forgeTexts(username))
        yield {
          name: `the name is ${name}`,
          delivery: withHeader(original, "authorization", encode(`${forged}:${password}`)),
        };
    },
  },
  {
    name: "another header",
    schemes: ["basic"],
    *mutate(original) {
      for (const [name, header] of listHeaders(original))
        yield { name: `the header ${name}`, delivery: withHeader(original, "authorization", header) };
      yield* moveProof(original);
    },
  },
];

/** The right proof where nobody looks for it. */
export function* moveProof(original: Original): Generator<Vector> {
  for (const proof of listProofHeaders(original)) {
    const value = readHeader(original, proof);
    const bare = { ...original, delivery: withHeader(original, proof, undefined) };
    for (const name of ["proxy-authorization", "x-authorization", "cookie"])
      yield { name: `the proof stands in ${name}`, delivery: withHeader(bare, name, value) };
    yield {
      name: "the proof stands in the body",
      delivery: withBody(bare, JSON.stringify({ [proof]: value })),
    };
  }
}
