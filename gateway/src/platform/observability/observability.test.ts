import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createLog, describeError, type Log } from "./log.ts";
import {
  currentTrace,
  newTraceContext,
  noteSession,
  readTraceId,
  runInSession,
  runInTrace,
} from "./trace-context.ts";
import { currentStoredSpan, currentTraceparent, inSpan, openSpan, storeTraceparent } from "./tracing.ts";

function capture(): { log: ReturnType<typeof createLog>; read: () => Record<string, unknown>[] } {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const read = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log: createLog({ level: "info", destination }), read };
}

function bindLater(log: Log): Log {
  log.setBindings({ applicantId: "canary" });
  return log;
}

describe("a line of the log", () => {
  it("holds the fields that are allowed and drops every other one", () => {
    const { log, read } = capture();
    log.info(
      { connection: "shop", count: 3, applicantId: "canary", body: "canary", email: "canary" },
      "event",
    );
    expect(read()).toMatchObject([{ level: "info", msg: "event", connection: "shop", count: 3 }]);
    expect(JSON.stringify(read())).not.toContain("canary");
  });

  it.each([
    ["an object", { reason: { name: "canary" } }],
    ["a list of objects", { names: [{ name: "canary" }] }],
    ["an error", { cause: new Error("canary") }],
  ])("drops %s, also under an allowed name", (_what, fields) => {
    const { log, read } = capture();
    log.warn(fields, "event");
    expect(JSON.stringify(read())).not.toContain("canary");
  });

  it.each([
    [
      "a child's fields",
      (log: Log) => log.child({ applicantId: "canary", connection: "shop" }).info("event"),
    ],
    ["a grandchild's fields", (log: Log) => log.child({}).child({ email: "canary" }).info("event")],
    ["fields that are bound later", (log: Log) => bindLater(log.child({})).info("event")],
    [
      "an object that a child is made with",
      (log: Log) => log.child({ reason: { name: "canary" } }).info("event"),
    ],
    ["the text of an error", (log: Log) => log.error(new Error("canary"))],
    ["the text of an error beside a message", (log: Log) => log.error(new Error("canary"), "event")],
    ["what a message is filled with", (log: Log) => log.info({ count: 1 }, "event %s", "canary")],
    ["what a message alone is filled with", (log: Log) => log.info("event %s", "canary")],
  ])("holds nothing of %s", (_what, write) => {
    const { log, read } = capture();
    write(log);
    expect(read()).toHaveLength(1);
    expect(JSON.stringify(read())).not.toContain("canary");
  });

  it("keeps what its child is made with, where that is allowed", () => {
    const { log, read } = capture();
    log.child({ connection: "shop" }).info({ count: 1 }, "event");
    expect(read()).toMatchObject([{ connection: "shop", count: 1, service: "kyc-gateway" }]);
  });

  it("names the session that the running code is about, from when it is known", () => {
    const { log, read } = capture();
    runInTrace(newTraceContext(), () => {
      log.info("before");
      noteSession("s-1");
      log.info("after");
      runInSession("s-2", () => log.info("within"));
    });
    runInSession("s-3", () => log.info("alone"));
    expect(read().map(({ sessionId }) => sessionId)).toEqual([undefined, "s-1", "s-2", "s-3"]);
    expect(read()[2]?.["traceId"]).toBe(read()[0]?.["traceId"]);
  });

  it("names the trace in which it was written, and none outside of one", () => {
    const { log, read } = capture();
    const context = newTraceContext();
    runInTrace(context, () => log.info("within"));
    log.info("outside");
    expect(read().map(({ traceId }) => traceId)).toEqual([context.traceId, undefined]);
  });
});

describe("what is told of an error", () => {
  it("is its name, its code and where it happened, and nothing of its text and its other members", () => {
    const error = Object.assign(new TypeError("canary of a person"), { code: "23505", detail: "canary" });
    const told = describeError(error);
    expect(told).toMatchObject({ errorName: "TypeError", errorCode: "23505" });
    expect(told["stack"]?.split("\n").length).toBeLessThanOrEqual(8);
    expect(JSON.stringify(told)).not.toContain("canary");
  });

  it.each([
    ["a text", "canary", "string"],
    ["nothing", undefined, "undefined"],
    ["an object", { message: "canary" }, "object"],
  ])("is its kind where %s was thrown", (_what, thrown, errorName) => {
    expect(describeError(thrown)).toEqual({ errorName });
  });

  it("is no code that is not a text", () => {
    expect(describeError(Object.assign(new Error("x"), { code: { canary: true } }))).not.toHaveProperty(
      "errorCode",
    );
  });
});

describe("a trace", () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";

  it("is the caller's, of whatever version", () => {
    for (const version of ["00", "cc"])
      expect(readTraceId(`${version}-${traceId}-00f067aa0ba902b7-01`, randomUUID())).toBe(traceId);
  });

  it.each([
    undefined,
    "",
    "canary",
    `00-${traceId.toUpperCase()}-00f067aa0ba902b7-01`,
    `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
    `00-${traceId}`,
    [`00-${traceId}-00f067aa0ba902b7-01`],
  ])("begins under the request's own id where the caller names none: %j", (traceparent) => {
    const requestId = randomUUID();
    expect(readTraceId(traceparent, requestId)).toBe(requestId.replaceAll("-", ""));
  });

  it("goes to the provider with a span of its own each time", () => {
    const context = { requestId: "r", traceId };
    const [first, second] = runInTrace(context, () => [currentTraceparent(), currentTraceparent()]);
    expect(first).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
    expect(second).not.toBe(first);
    expect(currentTraceparent()).toBeUndefined();
  });

  it("lasts through what is awaited, and is not another's that runs meanwhile", async () => {
    const contexts = [newTraceContext(), newTraceContext()];
    const seen = await Promise.all(
      contexts.map((context) =>
        runInTrace(context, async () => {
          await new Promise(setImmediate);
          return currentTrace();
        }),
      ),
    );
    expect(seen).toEqual(contexts);
  });
});

const describeIt = (): never => {
  throw new Error("Nobody asks what it is.");
};

describe("a span, where nobody takes spans,", () => {
  it("is none, and is not even described", () => {
    expect(openSpan(describeIt)).toBeUndefined();
    expect(currentStoredSpan()).toBeNull();
  });

  it("changes nothing of what is done within", async () => {
    await expect(inSpan(describeIt, async (span) => ({ span }))).resolves.toEqual({ span: undefined });
    await expect(inSpan(describeIt, () => Promise.reject(new Error("own")))).rejects.toThrow("own");
  });
});

describe("a `traceparent` that is kept", () => {
  const [traceId, spanId] = ["4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"];

  it("is 25 bytes: trace, span and whether it is sampled", () => {
    for (const flags of ["01", "03", "ff"])
      expect(Buffer.from(storeTraceparent(`00-${traceId}-${spanId}-${flags}`) ?? []).toString("hex")).toBe(
        `${traceId}${spanId}01`,
      );
  });

  it.each([
    undefined,
    "",
    "canary",
    `ff-${traceId}-${spanId}-01`,
    `00-${"0".repeat(32)}-${spanId}-01`,
    `00-${traceId}-${"0".repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    [`00-${traceId}-${spanId}-01`],
  ])("is none where it is no trace: %j", (header) => {
    expect(storeTraceparent(header)).toBeNull();
  });
});
