import { inspect, format } from "node:util";
import { describe, expect, it } from "vitest";
import { closeReport } from "../facts/keep-facts.ts";
import { Confidential } from "./confidential.ts";

const canary = "Kanarienvogelina";

/** Every way in which an object becomes text without anybody meaning it. */
const accidents: readonly (readonly [string, (value: Confidential<unknown>) => string])[] = [
  ["JSON.stringify", (value) => JSON.stringify({ value })],
  ["String()", (value) => String(value)],
  ["a template", (value) => `it is ${value as unknown as string}`],
  ["util.inspect", (value) => inspect({ value }, { depth: 10, showHidden: true })],
  ["util.format", (value) => format("%s %j %o %O", value, value, value, value)],
  ["an error's message", (value) => String(new Error(value as unknown as string))],
  ["an error's cause", (value) => inspect(new Error("failed", { cause: value }))],
  ["its own members", (value) => JSON.stringify(Object.entries(value))],
  ["a copy", (value) => JSON.stringify(structuredClone(value))],
  ["a list", (value) => [value].join()],
];

describe("what is confidential", () => {
  it.each(accidents)("shows nothing in %s", (_name, show) => {
    const claims = { person: { givenName: canary } };
    for (const content of [claims, canary, Buffer.from(canary)]) {
      const shown = show(new Confidential(content));
      expect(shown).not.toContain(canary);
      expect(shown).not.toContain(Buffer.from(canary).toString("hex").slice(0, 8));
    }
  });

  it("is there for whoever asks for it", () => {
    expect(new Confidential({ a: canary }).reveal()).toEqual({ a: canary });
  });

  it("is a fetched report but for its verdict", () => {
    const report = closeReport({
      status: "APPROVED",
      reasons: [],
      checks: [],
      claims: { person: { givenName: canary } },
      comment: canary,
      raw: { name: canary },
    });
    expect(inspect(report, { depth: 10 })).not.toContain(canary);
    expect(JSON.stringify(report)).not.toContain(canary);
    expect(report).toMatchObject({ status: "APPROVED", reasons: [] });
    expect(report.whole.reveal().raw).toEqual({ name: canary });
  });
});
