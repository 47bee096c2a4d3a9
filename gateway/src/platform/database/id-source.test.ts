import { validate, version } from "uuid";
import { describe, expect, it } from "vitest";
import { createIdSource } from "./id-source.ts";

describe("ids of a source", () => {
  it("are UUIDs of version 7, and no two are the same, however many", () => {
    const newId = createIdSource();
    const ids = Array.from({ length: 2000 }, () => newId());
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("tell when they were made, to the millisecond", () => {
    const [before, id, after] = [Date.now(), createIdSource()(), Date.now()];
    const at = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(after);
  });

  it("of two sources differ", () => {
    const [one, other] = [createIdSource(), createIdSource()];
    expect(one().slice(15)).not.toBe(other().slice(15));
  });
});
