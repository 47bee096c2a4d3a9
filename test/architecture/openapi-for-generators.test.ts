import { createRequire } from "node:module";
import { endpointEventTypes, namedVocabularies, problemCodes } from "@kyc-gateway/http-api";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";

interface Media {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly $ref: string }>>;
}
interface Answer {
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, Media>>;
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { name: string; in: string; required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Answer>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks: Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Record<string, unknown>>>;
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
  };
}

const document = createRequire(import.meta.url)("../../contracts/http-api/openapi.json") as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method,
    path,
    id: operation.operationId,
    operation,
  })),
);
const webhooks = Object.entries(document.webhooks).map(([type, { post }]) => ({ type, operation: post }));

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, "api");

/** Where an example is not what its schema says. */
function findFlaws({ schema, example, examples = {} }: Media): string[] {
  const rooted = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object;
  const validate = ajv.compile(rooted);
  const named = Object.values(examples).map(
    ({ $ref }) => document.components.examples[$ref.split("/").at(-1) ?? ""]?.value,
  );
  const shown = example === undefined ? named : [example, ...named];
  if (shown.length === 0) return ["has no example"];
  return shown.flatMap((one) => (validate(one) ? [] : [ajv.errorsText(validate.errors)]));
}

/** Every `enum` of the document, as text, with the places where it stands. */
function collectEnums(value: unknown, place: string, found: Map<string, string[]>): Map<string, string[]> {
  if (typeof value !== "object" || value === null) return found;
  for (const [key, child] of Object.entries(value)) {
    if (key === "enum" && Array.isArray(child) && child.length > 1) {
      const text = JSON.stringify(child);
      found.set(text, [...(found.get(text) ?? []), place]);
    }
    collectEnums(child, `${place}/${key}`, found);
  }
  return found;
}

describe("the OpenAPI document, for those who generate clients from it", () => {
  it.each(operations)(
    "has an example of every JSON body that is what its schema says: $id",
    ({ operation }) => {
      const bodies = [operation.requestBody ?? {}, ...Object.values(operation.responses)];
      const media = bodies.flatMap(({ content = {} }) =>
        Object.entries(content).filter(([type]) => type.endsWith("json")),
      );
      expect(media.flatMap(([, one]) => findFlaws(one))).toEqual([]);
    },
  );

  it("finds an example that is not what its schema says", () => {
    const schema = { $ref: "#/components/schemas/Problem" };
    expect(findFlaws({ schema, example: { code: "unheard_of" } })).not.toEqual([]);
    expect(findFlaws({ schema })).toEqual(["has no example"]);
  });

  it("names each closed set of words once", () => {
    const repeated = [...collectEnums(document, "", new Map())].filter(([, places]) => places.length > 1);
    expect(repeated).toEqual([]);
  });

  it.each(Object.keys(namedVocabularies))("has a schema of its own for %s", (name) => {
    expect(document.components.schemas[name]).toMatchObject({ enum: namedVocabularies[name]?.["enum"] });
  });

  it("tells every problem code that there is", () => {
    expect(document.components.schemas["ProblemCode"]).toMatchObject({ enum: problemCodes });
    expect(document.components.schemas["Problem"]).toMatchObject({
      properties: { code: { $ref: "#/components/schemas/ProblemCode" } },
    });
  });

  it("has a webhook for all that an endpoint can ask for, and for what tries it out", () => {
    expect(Object.keys(document.webhooks)).toEqual([...endpointEventTypes, "endpoint.test"]);
    for (const { type, operation } of webhooks) {
      const media = operation.requestBody?.content["application/json"];
      expect(media?.example).toMatchObject({ type });
      expect(media === undefined ? ["no body"] : findFlaws(media)).toEqual([]);
      expect(operation.parameters?.every(({ required }) => required)).toBe(true);
    }
  });

  it.each([
    ["session.created", { status: "SESSION_CREATED", previousStatus: "NOT_STARTED", reasons: [] }],
    ["session.decided", { status: "APPROVED", reasons: [] }],
    ["session.expired", { status: "EXPIRED", origin: "gateway" }],
    ["session.decision_reversed", { status: "REJECTED", previousStatus: "APPROVED" }],
  ])("shows of %s what such an event says", (wanted, data) => {
    const operation = webhooks.find(({ type }) => type === wanted)?.operation;
    const example = operation?.requestBody?.content["application/json"]?.example;
    expect(example).toMatchObject({ type: wanted, data });
    expect(Object.keys((example as { data: object }).data)).not.toContain("watchId");
  });

  it("requires the headers without which a request is refused", () => {
    const create = operations.find(({ id }) => id === "createSession")?.operation;
    expect(create?.parameters).toContainEqual(
      expect.objectContaining({ name: "idempotency-key", in: "header", required: true }),
    );
  });

  it.each(operations.filter(({ method }) => method !== "get"))(
    "declares what a body is refused for: $id",
    ({ operation }) => {
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(["400", "413", "415"]));
    },
  );

  it.each(operations)("declares headers of every answer: $id", ({ id, operation }) => {
    for (const [status, { headers = {} }] of Object.entries(operation.responses)) {
      expect(headers).toHaveProperty("X-Request-Id");
      if (status === "429" || (status === "503" && id !== "getReadiness"))
        expect(headers).toHaveProperty("Retry-After");
      if (status === "401") expect(headers).toHaveProperty("WWW-Authenticate");
    }
  });
});
