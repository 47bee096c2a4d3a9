import { createSecretKey, randomUUID } from "node:crypto";
import { assert, integer, nat, property, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { createIvSource, openBytes, readKeyId, sealBytes } from "./sealed-bytes.ts";
import { UnsealError, type SealContext } from "./sealer.ts";

const key = { id: randomUUID(), secret: createSecretKey(Buffer.alloc(32, 1)) };
const takeIv = createIvSource();
const context = { table: "sessions", column: "sealed_launch", rowId: "1" };
const anyBytes = uint8Array({ maxLength: 300 });
const seal = (plain: Uint8Array) => sealBytes(key, takeIv, { context, plain });
const open = (sealed: Uint8Array, where: SealContext = context) => openBytes(key.secret, where, sealed);

describe("sealed bytes", () => {
  it("open to what was sealed, and say under which key", () => {
    assert(
      property(anyBytes, (plain) => {
        const sealed = seal(plain);
        expect(open(sealed)).toEqual(Buffer.from(plain));
        expect(readKeyId(sealed, context)).toBe(key.id);
      }),
    );
  });

  it("open nowhere after any one bit was changed, that of the key's id included", () => {
    assert(
      property(anyBytes, nat(), integer({ min: 0, max: 7 }), (plain, place, bit) => {
        const sealed = seal(plain);
        const at = place % sealed.length;
        sealed[at] = (sealed[at] ?? 0) ^ (1 << bit);
        expect(() => open(sealed)).toThrow(UnsealError);
      }),
    );
  });

  it.each([
    ["another row", { ...context, rowId: "2" }],
    ["another column", { ...context, column: "sealed_body" }],
    ["another table", { ...context, table: "deliveries" }],
    ["a context that only looks alike", { table: "sessions\u0000sealed_launch", column: "1", rowId: "" }],
  ])("do not open in %s", (_name, elsewhere) => {
    const sealed = seal(Buffer.from("secret"));
    expect(() => open(sealed, elsewhere)).toThrow(UnsealError);
  });

  it("do not open under another key, and the error tells nothing of them", () => {
    const sealed = seal(Buffer.from("canary"));
    const other = createSecretKey(Buffer.alloc(32, 2));
    expect(() => openBytes(other, context, sealed)).toThrow(/sessions\.sealed_launch cannot be opened/);
    expect(() => openBytes(other, context, sealed)).not.toThrow(/canary/);
  });

  it.each([0, 1, 16, 44])("are refused when only %i of them are left", (length) => {
    const sealed = seal(Buffer.from("secret")).subarray(0, length);
    expect(() => open(sealed)).toThrow(UnsealError);
    expect(() => readKeyId(sealed, context)).toThrow(UnsealError);
  });

  it("are others each time, and never show their content", () => {
    const sealed = Array.from({ length: 600 }, () => seal(Buffer.from("canary")));
    expect(new Set(sealed.map((bytes) => bytes.toString("hex"))).size).toBe(sealed.length);
    expect(sealed.some((bytes) => bytes.includes("canary"))).toBe(false);
  });
});
