/** A part of the OpenAPI document, as far as a step that completes it does not look inside. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One method of one path. */
export interface OperationObject extends JsonObject {
  readonly operationId?: string;
  readonly security?: readonly JsonObject[];
  responses: Record<string, ResponseObject>;
}

/** One answer of an operation. */
export interface ResponseObject extends JsonObject {
  description: string;
  headers?: JsonObject;
  content?: Record<string, JsonObject>;
}

/** The document, as the plugin made it from the routes. */
export interface DocumentObject extends JsonObject {
  readonly components: Record<string, JsonObject>;
  readonly paths: Record<string, Record<string, OperationObject>>;
  readonly security?: readonly JsonObject[];
}

export interface NamedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject;
}

export function listOperations({ paths }: Pick<DocumentObject, "paths">): NamedOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}
