const name = { type: "string", minLength: 1 };
const milliseconds = { type: "number", minimum: 0 };
const flag = { type: "boolean" };

function describe(properties: Record<string, unknown>, required: readonly string[] = []): object {
  return { type: "object", additionalProperties: false, properties, required };
}

function describeFault(
  kind: string,
  properties: Record<string, unknown> = {},
  required: readonly string[] = [],
) {
  return describe({ kind: { const: kind }, ...properties }, ["kind", ...required]);
}

const retryAfter = describe({ seconds: { type: "number", minimum: 0 }, as: { enum: ["seconds", "date"] } }, [
  "seconds",
]);
const delay = {
  oneOf: [
    describe({ ms: milliseconds }, ["ms"]),
    describe({ minMs: milliseconds, maxMs: milliseconds }, ["minMs", "maxMs"]),
    describe(
      { medianMs: { type: "number", exclusiveMinimum: 0 }, p99Ms: { type: "number", exclusiveMinimum: 0 } },
      ["medianMs", "p99Ms"],
    ),
  ],
};
const shapes = ["html", "truncated_json", "wrong_content_type", "huge_body", "unknown_status"];
const forgery = { enum: ["wrong_key", "wrong_signature", "tampered_body"] };

const fault = {
  oneOf: [
    describeFault("latency", { delay }, ["delay"]),
    describeFault("hang", { takesEffect: flag }),
    describeFault("rate_limited", { retryAfter }),
    describeFault("server_error", {
      status: { type: "integer", minimum: 500, maximum: 599 },
      retryAfter,
      takesEffect: flag,
    }),
    describeFault("reset", { at: { enum: ["before_headers", "mid_body"] }, takesEffect: flag }, ["at"]),
    describeFault("garbage", { shape: { enum: shapes }, takesEffect: flag }, ["shape"]),
    describeFault("lost"),
    describeFault("duplicated", { copies: { type: "integer", minimum: 1, maximum: 100 } }),
    describeFault("late", { ms: milliseconds }, ["ms"]),
    describeFault("reordered", { holdMs: milliseconds }),
    describeFault("forged", { how: forgery, replaces: flag }, ["how"]),
  ],
};

export const faultRuleSchema = describe(
  {
    fault,
    operation: name,
    sessionId: name,
    next: { type: "integer", minimum: 1 },
    probability: { type: "number", minimum: 0, maximum: 1 },
  },
  ["fault"],
);

/** Which settings there are is the provider's affair; the control refuses unknown ones by name. */
export const settingsSchema: object = { type: "object" };

export const advanceSchema = describe({ advanceMs: milliseconds }, ["advanceMs"]);

export const callbackUrlSchema = describe({ url: { type: ["string", "null"] }, owner: name }, ["url"]);

export const emitSchema = describe({ sessionId: name, type: name, forgery, fields: { type: "object" } }, [
  "sessionId",
]);

export const settleSchema = describe({ includeRetries: flag });

export function createActSchema(acts: readonly string[]): object {
  return describe({ act: { enum: acts }, reason: { type: "string" }, comment: { type: "string" } }, ["act"]);
}
