import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskBody } from "./mask-body.ts";

const mask = (value: unknown): unknown => maskBody(Buffer.from(JSON.stringify(value)));

describe("the mask of a stored body", () => {
  it("keeps the shape and hides every value", () => {
    expect(
      mask({ id: "4711", payload: { name: "Ana", age: 30, isNew: true, none: null, tags: ["a"] } }),
    ).toEqual({
      id: "text(4)",
      payload: { name: "text(3)", age: "number", isNew: true, none: null, tags: ["text(1)"] },
    });
  });

  it("hides what is no JSON", () => {
    expect(maskBody(Buffer.from("Ana Beridze"))).toBe("bytes(11)");
  });

  it("hides a member's name that does not look like one", () => {
    expect(mask({ "ana@example.org": 1 })).toEqual({ "text(15)": "number" });
  });

  it("shows no text of any body, however deep", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 20 }), (value) => {
        const secret = "Nino-Kapanadze-1984";
        const text = JSON.stringify(
          mask({ value, person: { deep: [{ deeper: secret }] }, [`${secret}!`]: 1 }),
        );
        expect(text).not.toContain(secret);
      }),
    );
  });
});
