import { describe, expect, it } from "vitest";
import { oncePerSchema } from "./once-per-schema.ts";

describe("what is made once per schema", () => {
  it("is made for each schema by itself, also for equal ones", () => {
    const seen: object[] = [];
    const make = oncePerSchema((schema: object) => seen.push(schema));
    const [first, second] = [{ type: "string" }, { type: "string" }];
    expect([make(first), make(second), make(first), make(second)]).toEqual([1, 2, 1, 2]);
    expect(seen).toEqual([first, second]);
  });

  it("is kept also when it is nothing", () => {
    let made = 0;
    const make = oncePerSchema((_schema: object): undefined => void (made += 1));
    const schema = {};
    expect([make(schema), make(schema), made]).toEqual([undefined, undefined, 1]);
  });

  it("is tried again after a failure", () => {
    let tries = 0;
    const make = oncePerSchema((_schema: object) => {
      tries += 1;
      if (tries === 1) throw new Error("not yet");
      return tries;
    });
    const schema = {};
    expect(() => make(schema)).toThrow("not yet");
    expect(make(schema)).toBe(2);
  });
});
