import { readFileSync } from "node:fs";

/** A JSON schema, as far as the document of the API uses it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly examples?: readonly unknown[];
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** What the document says that a status stands for. */
export interface DocumentedAnswer {
  readonly description: string;
  readonly content?: Content;
}

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly schema: Schema;
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
}

/** The committed OpenAPI document. */
export interface ApiDocument {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
}

/** Who may call an operation. */
export type Credential = "apiKey" | "operatorKey" | "endUser" | "none";

/** One method of one path. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly credential: Credential;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  readonly answers: Readonly<Record<string, DocumentedAnswer>>;
}

export function readDocument(): ApiDocument {
  const file = new URL("../../contracts/http-api/openapi.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as ApiDocument;
}

export function listOperations(document: ApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      id: described.operationId,
      method: method.toUpperCase(),
      path,
      credential: (Object.keys((described.security ?? document.security)?.[0] ?? {})[0] ??
        "none") as Credential,
      parameters: (described.parameters ?? []).map(shortenWait),
      body: described.requestBody?.content["application/json"]?.schema,
      answers: described.responses,
    })),
  );
}

/** Seconds of a long poll: a run does not wait for hours. */
function shortenWait(parameter: Parameter): Parameter {
  return parameter.name === "wait"
    ? { ...parameter, schema: { ...parameter.schema, maximum: 1 } }
    : parameter;
}
