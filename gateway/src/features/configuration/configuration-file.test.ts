import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parseConfigurationFile } from "./configuration-file.ts";

describe("a configuration file", () => {
  it("knows the line of every place, and of what is missing the nearest around it", () => {
    const { findLine, document, issues } = parseConfigurationFile(
      ["# shop", "tenants:", "  - name: shop", "    flows:", '      - { name: a/b, "x~y": [1, 2] }'].join(
        "\n",
      ),
    );
    expect(issues).toEqual([]);
    expect(document).toEqual({ tenants: [{ name: "shop", flows: [{ name: "a/b", "x~y": [1, 2] }] }] });
    expect(
      ["", "/tenants", "/tenants/0/name", "/tenants/0/flows/0/x~0y/1", "/tenants/0/flows/7", "/gone"].map(
        findLine,
      ),
    ).toEqual([2, 2, 3, 5, 4, 2]);
  });

  it("follows an alias to what it stands for", () => {
    const { document, findLine } = parseConfigurationFile("a: &x\n  b: 1\nc: *x\n");
    expect(document).toEqual({ a: { b: 1 }, c: { b: 1 } });
    expect(findLine("/c/b")).toBe(2);
  });

  it("reads JSON, and numbers that look like octals or truths as the text that they are", () => {
    expect(parseConfigurationFile('{"tenants": [{"name": "no"}]}').document).toEqual({
      tenants: [{ name: "no" }],
    });
    expect(parseConfigurationFile("name: no\ncountry: NO").document).toEqual({ name: "no", country: "NO" });
  });

  it("never quotes what stands in it, whatever is wrong", () => {
    const { issues } = parseConfigurationFile('companyKey: "very-secret\n  x: [\n');
    expect(issues.length).toBeGreaterThan(0);
    expect(JSON.stringify(issues)).not.toContain("very-secret");
  });

  it("does not grow in memory beyond its size", () => {
    const laughs = ["a0: &a0 [ha, ha]"];
    for (let level = 1; level < 30; level += 1)
      laughs.push(`a${level}: &a${level} [*a${level - 1}, *a${level - 1}, *a${level - 1}]`);
    expect(parseConfigurationFile(laughs.join("\n"))).toMatchObject({
      document: undefined,
      issues: [{ code: "malformed", line: 1 }],
    });
  });

  it("gives back what was written, and takes any text without throwing", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // As text: JSON knows no negative zero.
        expect(JSON.stringify(parseConfigurationFile(stringify(value)).document)).toBe(JSON.stringify(value));
      }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."&*a:-[]{}\"'|>#! \n\t?,%@\u0000é".split("")) }),
        (text) => {
          const { issues, findLine } = parseConfigurationFile(text);
          expect(issues.every(({ line }) => line >= 1)).toBe(true);
          expect(findLine("/a/0/b")).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
