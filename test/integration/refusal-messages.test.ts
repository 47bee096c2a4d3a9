import { readFileSync } from "node:fs";
import { addOperator } from "@kyc-gateway/gateway";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scopes } from "../../gateway/src/features/configuration/configuration-snapshot.ts";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly const?: string | number | boolean | null;
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
const document = JSON.parse(
  readFileSync(new URL("../../contracts/http-api/openapi.json", import.meta.url), "utf8"),
) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

const anyId = "01890a5d-ac96-774b-bcce-b302099a8057";

/** A value that a request may give, and what is allowed there. */
interface Place {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly pointer: string;
  readonly allowed: readonly string[];
}

function resolve(schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : resolve(document.components.schemas[name] ?? {});
}

function listChoices(schema: Schema): readonly string[] | undefined {
  if (schema.enum !== undefined) return schema.enum.map(String);
  if (schema.const !== undefined) return [String(schema.const)];
  const choices = schema.anyOf?.map((branch) => listChoices(resolve(branch)));
  return choices?.every((some) => some !== undefined) === true ? choices.flat() : undefined;
}

function isLimited({ pattern, format, minimum, maximum, type }: Schema): boolean {
  return [pattern, format, minimum, maximum].some((limit) => limit !== undefined) || type === "boolean";
}

/** Every place of a body with a closed set, a form or a range. */
function walk(given: Schema, pointer: string): readonly { pointer: string; schema: Schema }[] {
  const schema = resolve(given);
  if (listChoices(schema) !== undefined || isLimited(schema)) return [{ pointer, schema }];
  const { properties = {}, patternProperties = {}, additionalProperties, items, anyOf = [] } = schema;
  const named = Object.entries(properties).flatMap(([name, member]) => walk(member, `${pointer}/${name}`));
  const free = [...Object.values(patternProperties), additionalProperties].filter(
    (member): member is Schema => typeof member === "object",
  );
  return [
    ...named,
    ...free.flatMap((member) => walk(member, `${pointer}/x`)),
    ...(items === undefined ? [] : walk(items, `${pointer}/0`)),
    ...anyOf.flatMap((branch) => walk(branch, pointer)),
  ];
}

const places: readonly Place[] = Object.entries(document.paths)
  .filter(([path]) => /^\/(?:v1|admin\/v1)\//.test(path))
  .flatMap(([template, operations]) =>
    Object.entries(operations).flatMap(([method, { parameters = [], requestBody }]) => {
      const path = template.replaceAll(/\{(\w+)\}/g, (_whole, name) => (name === "keyId" ? anyId : "shop"));
      const about = { method: method.toUpperCase(), path };
      const inQuery = parameters
        .filter((parameter) => parameter.in === "query")
        .map(({ name, schema }) => ({ query: name, pointer: `query ${name}`, schema: resolve(schema) }))
        .filter(({ schema }) => listChoices(schema) !== undefined || isLimited(schema));
      const body = requestBody?.content["application/json"]?.schema;
      const inBody = body === undefined ? [] : walk(body, "");
      return [...inQuery, ...inBody].map(({ schema, ...place }) => ({
        ...about,
        ...place,
        name: `${about.method} ${template} ${place.pointer}`,
        allowed: [
          ...(listChoices(schema) ?? []),
          ...[schema.minimum, schema.maximum].flatMap((n) => n ?? []),
        ].map(String),
      }));
    }),
  );

/** No closed set, form or range has it. */
const wrong = "\0?";

/** A document with nothing but the wrong value, at its place. */
function buildBody(pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduceRight<unknown>((inner, token) => (token === "0" ? [inner] : { [token]: inner }), wrong);
}

let harness: Harness;
let operator: ApiClient;
/** A product that may do everything that a product may. */
let product: ApiClient;
beforeAll(async () => {
  harness = await startHarness();
  const { key: productKey } = await harness.provisioning.createKey({
    tenant: "shop",
    name: "everything",
    scopes: [...scopes],
  });
  product = createApiClient(harness.gateway.url, productKey);
  const actor = { operator: "test", requestId: null };
  const key = await addOperator(harness.gateway.services.database, actor, {
    name: "nino",
    role: "administrator",
  });
  operator = createApiClient(harness.gateway.url, key);
  await waitFor(async () => (await operator.get("/admin/v1/tenants")).status === 200);
});
afterAll(async () => {
  await Promise.all([operator.close(), product.close()]);
  await harness[Symbol.asyncDispose]();
});

async function refuse({ method, path, query, pointer }: Place): Promise<string> {
  const client = path.startsWith("/admin") ? operator : product;
  const answer = await client.request(
    method,
    query === undefined ? path : `${path}?${query}=${encodeURIComponent(wrong)}`,
    {
      headers: { "idempotency-key": crypto.randomUUID() },
      ...(query === undefined ? { body: buildBody(pointer) } : {}),
    },
  );
  const { code, issues = [] } = readProblem(answer);
  expect(code).toBe("invalid_request");
  return (
    issues.find((issue) => issue.pointer === pointer)?.message ?? `nothing of ${pointer}: ${answer.text}`
  );
}

it("the API has places to get wrong", () => {
  expect(places.length).toBeGreaterThan(80);
});

describe("a wrong value is answered with what is allowed, in a whole sentence without a pattern:", () => {
  it.each(places.map((place) => [place.name, place] as const))("%s", async (_name, place) => {
    const message = await refuse(place);
    expect(message).toMatch(/^must be \S.*\.$/);
    for (const value of place.allowed) expect(message).toContain(value);
    expect(message).not.toMatch(/[\^\\]|\)\*|\]\+|\{\d|undefined|\[object|must match/);
    expect(message).not.toContain(wrong);
  });
});

describe("an applicant's id that is none is answered with which ids there are, without a pattern:", () => {
  it.each([".", "..", "%2e", ".%2E", "a b", "ა", "x".repeat(129), ""])("%j", async (id) => {
    const headers = { "idempotency-key": crypto.randomUUID() };
    const body = { flow: "standard", applicant: { id } };
    const answers = [await harness.shop.request("POST", "/v1/sessions", { headers, body })];
    // What a URL takes for a step never arrives.
    if (!/^(?:\.|%2e){0,2}$/i.test(id))
      for (const method of ["GET", "DELETE"])
        answers.push(await harness.shop.request(method, `/v1/applicants/${encodeURIComponent(id)}`));
    for (const answer of answers) {
      const { status, issues = [], detail = "" } = readProblem(answer);
      expect(status).toBe(400);
      const messages = issues.map(({ message }) => message);
      expect(messages.length).toBeGreaterThan(0);
      for (const message of messages) expect(message).toMatch(/^must be 1 to 128 printable ASCII .*\.$/);
      expect(`${detail} ${messages.join(" ")}`).not.toMatch(/pattern|\^|\\x|\(\?!/);
    }
  });
});
