import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { moveProof } from "./basic.mutators.ts";
import { forgeTexts, readHeader, withHeader } from "./vector.ts";
import type { Mutator, Original } from "./vector.ts";

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function* listTokens(original: Original): Generator<readonly [string, string]> {
  const claims = encode({ exp: 4_102_444_800, sub: "gateway", scope: "webhooks" });
  yield ["is a token without algorithm", `${encode({ alg: "none", typ: "JWT" })}.${claims}.`];
  const head = `${encode({ alg: "HS256", typ: "JWT" })}.${claims}`;
  yield [
    "is a token signed with nothing",
    `${head}.${createHmac("sha256", "").update(head).digest("base64url")}`,
  ];
  for (const { value, pointer } of original.secrets) {
    yield [`is the secret ${pointer}`, value];
    yield [
      `is a token signed with ${pointer}`,
      `${head}.${createHmac("sha256", value).update(head).digest("base64url")}`,
    ];
  }
  const token = readHeader(original, "authorization").split(" ")[1] ?? "";
  const parts = token.split(".");
  for (const index of parts.keys()) {
    yield [`lacks its part ${index + 1}`, parts.filter((_part, other) => other !== index).join(".")];
    yield [
      `has another part ${index + 1}`,
      parts.map((part, other) => (other === index ? `${part.slice(0, -4)}AAAA` : part)).join("."),
    ];
  }
}

function* listHeaders(
  original: Original,
): Generator<readonly [string, string | readonly string[] | undefined]> {
  const header = readHeader(original, "authorization");
  const token = header.split(" ")[1] ?? "";
  yield ["is missing", undefined];
  yield ["is empty", ""];
  yield ["is its scheme alone", "Bearer"];
  yield ["is its scheme and a space", "Bearer "];
  yield ["has no scheme", token];
  yield ["has the scheme Basic", `Basic ${token}`];
  yield ["has the scheme Token", `Token ${token}`];
  yield ["is there twice", [header, header]];
  yield ["is there twice, the first one wrong", ["Bearer x", header]];
  yield ["is there twice, the second one wrong", [header, "Bearer x"]];
  yield ["holds two with a comma", `${header}, ${header}`];
  yield ["goes on after the token", `${header} x`];
}

/** Spoils a bearer token that the adapter issued. */
export const bearerMutators: readonly Mutator[] = [
  {
    name: "another token",
    schemes: ["bearer"],
    *mutate(original) {
      const token = readHeader(original, "authorization").split(" ")[1] ?? "";
      const spaces = /with a (?:space|tab)/;
      for (const [name, forged] of forgeTexts(token)) {
        // White space around a header's value never reaches an application.
        if (!spaces.test(name))
          yield {
            name: `the token is ${name}`,
            delivery: withHeader(original, "authorization", `Bearer ${forged}`),
          };
      }
      for (const [name, forged] of listTokens(original))
        yield {
          name: `the token ${name}`,
          delivery: withHeader(original, "authorization", `Bearer ${forged}`),
        };
    },
  },
  {
    name: "another header",
    schemes: ["bearer"],
    *mutate(original) {
      for (const [name, header] of listHeaders(original))
        yield { name: `the header ${name}`, delivery: withHeader(original, "authorization", header) };
      yield* moveProof(original);
    },
  },
];
