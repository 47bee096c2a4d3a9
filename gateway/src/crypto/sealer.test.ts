import { assert, integer, nat, property, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { createSealer, UnsealError } from "./sealer.ts";

const sealer = createSealer(Buffer.alloc(32, 1));
const context = { table: "sessions", column: "sealed_launch", rowId: "1" };
const anyBytes = uint8Array({ maxLength: 300 });

describe("a sealed value", () => {
  it("opens to what was sealed", () => {
    assert(
      property(anyBytes, (plain) => {
        expect(sealer.open(context, sealer.seal(context, plain))).toEqual(Buffer.from(plain));
      }),
    );
  });

  it("opens nowhere after any one bit was changed", () => {
    assert(
      property(anyBytes, nat(), integer({ min: 0, max: 7 }), (plain, place, bit) => {
        const sealed = sealer.seal(context, plain);
        const at = place % sealed.length;
        sealed[at] = (sealed[at] ?? 0) ^ (1 << bit);
        expect(() => sealer.open(context, sealed)).toThrow(UnsealError);
      }),
    );
  });

  it.each([
    ["another row", { ...context, rowId: "2" }],
    ["another column", { ...context, column: "sealed_body" }],
    ["another table", { ...context, table: "deliveries" }],
    ["a context that only looks alike", { table: "sessions\u0000sealed_launch", column: "1", rowId: "" }],
  ])("does not open in %s", (_name, elsewhere) => {
    const sealed = sealer.seal(context, Buffer.from("secret"));
    expect(() => sealer.open(elsewhere, sealed)).toThrow(UnsealError);
  });

  it("does not open under another master key, and the error tells nothing of it", () => {
    const sealed = sealer.seal(context, Buffer.from("canary"));
    const other = createSealer(Buffer.alloc(32, 2));
    expect(() => other.open(context, sealed)).toThrow(/sessions\.sealed_launch cannot be opened/);
    expect(() => other.open(context, sealed)).not.toThrow(/canary/);
  });

  it.each([0, 1, 28])("is refused when only %i bytes of it are left", (length) => {
    const sealed = sealer.seal(context, Buffer.from("secret"));
    expect(() => sealer.open(context, sealed.subarray(0, length))).toThrow(UnsealError);
  });

  it("is another one each time, and never shows its content", () => {
    const [first, second] = [
      sealer.sealJson(context, { a: "canary" }),
      sealer.sealJson(context, { a: "canary" }),
    ];
    expect(first.equals(second)).toBe(false);
    expect(first.includes("canary")).toBe(false);
    expect(sealer.openJson(context, first)).toEqual({ a: "canary" });
  });
});

describe("a fingerprint", () => {
  it("is equal for equal values and purposes alone", () => {
    const print = sealer.fingerprint("body", "x");
    expect(sealer.fingerprint("body", Buffer.from("x"))).toEqual(print);
    expect(sealer.fingerprint("body", "y")).not.toEqual(print);
    expect(sealer.fingerprint("other", "x")).not.toEqual(print);
    expect(createSealer(Buffer.alloc(32, 2)).fingerprint("body", "x")).not.toEqual(print);
  });
});
