import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { problemKinds } from "@kyc-gateway/http-api";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

const sources = readdirSync(join(root, "gateway/src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
  .map((path) => readFileSync(join(root, "gateway/src", path), "utf8"))
  .join("\n");

/** Where a code is used and not merely announced in a route's schema: thrown, or mapped to. */
const uses = sources.replaceAll(/(?:problemResponses|changeProblems)\([^)]*\)/g, "");

describe("the vocabulary of problems", () => {
  it.each(Object.keys(problemKinds))("holds nothing that is never answered: %s", (code) => {
    expect(uses).toContain(`"${code}"`);
  });

  it("has a status for every code that the document of the API names, and no other", () => {
    const document = readFileSync(join(root, "contracts/http-api/openapi.json"), "utf8");
    const named = new Set(
      [...document.matchAll(/"description": "(`[a-z_]+`(?:, `[a-z_]+`)*)"/g)].flatMap(([, list = ""]) =>
        list.split(", ").map((code) => code.slice(1, -1)),
      ),
    );
    expect([...named].filter((code) => !Object.hasOwn(problemKinds, code))).toEqual([]);
    expect(named.size).toBeGreaterThan(25);
  });
});
