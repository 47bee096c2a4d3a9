import { Buffer } from "node:buffer";
import { swapCase } from "./vector.ts";
import type { Original, Vector } from "./vector.ts";

/** Hostile client-credentials requests, made of an authentic one that carries its client in the body. */
export function* forgeTokenRequests({ sample, delivery }: Original): Generator<Vector> {
  const request = sample.tokenRequest;
  if (request === undefined) return;
  const build = (body: string, headers: Readonly<Record<string, string>> = {}) => ({
    ...delivery,
    headers: { ...request.headers, ...headers },
    rawBody: Buffer.from(body),
  });
  for (const [name, body] of forgeForms(request.body))
    yield { name: `the request ${name}`, delivery: build(body) };
  yield {
    name: "the request calls itself JSON",
    delivery: build(request.body, { "content-type": "application/json" }),
  };
  yield {
    name: "the request is JSON",
    delivery: build(JSON.stringify(Object.fromEntries(new URLSearchParams(request.body))), {
      "content-type": "application/json",
    }),
  };
  yield {
    name: "the request also has a Basic header",
    delivery: build(request.body, { authorization: `Basic ${Buffer.from("x:y").toString("base64")}` }),
  };
  yield { name: "the request has no type", delivery: { ...build(request.body), headers: {} } };
}

function* forgeForms(body: string): Generator<readonly [string, string]> {
  const secret = new URLSearchParams(body).get("client_secret") ?? "";
  yield ["is empty", ""];
  yield ["has no grant", edit(body, (form) => form.delete("grant_type"))];
  yield ["has another grant", edit(body, (form) => form.set("grant_type", "password"))];
  yield ["has no secret", edit(body, (form) => form.delete("client_secret"))];
  yield ["has no client", edit(body, (form) => form.delete("client_id"))];
  yield ["has another client", edit(body, (form) => form.set("client_id", "somebody-else"))];
  yield ["has an empty client", edit(body, (form) => form.set("client_id", ""))];
  yield ["has two secrets", edit(body, (form) => form.append("client_secret", "wrong"))];
  yield [
    "has its secret as a list",
    edit(body, (form) => (form.delete("client_secret"), form.set("client_secret[]", secret))),
  ];
  for (const [name, forged] of [
    ["empty", ""],
    ["cut", secret.slice(0, -1)],
    ["longer", `${secret}x`],
    ["with a space", `${secret} `],
    ["with a NUL", `${secret}\u0000`],
    ["in another case", swapCase(secret)],
    ["a wildcard", "*"],
  ] as const) {
    yield [`has a secret that is ${name}`, edit(body, (form) => form.set("client_secret", forged))];
  }
}

function edit(body: string, change: (form: URLSearchParams) => void): string {
  const form = new URLSearchParams(body);
  change(form);
  return form.toString();
}
