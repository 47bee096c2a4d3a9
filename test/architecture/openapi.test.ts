import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describeApi } from "@kyc-gateway/gateway";
import { describe, expect, it } from "vitest";
import { writeClientTypes, writeConsoleTypes } from "../support/client-types.ts";

const file = new URL("../../contracts/http-api/openapi.json", import.meta.url);
const run = promisify(execFile);

describe("the committed OpenAPI document", () => {
  it("is what the routes say (pnpm openapi writes it anew)", async () => {
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(JSON.stringify(await describeApi())));
  }, 30_000);

  it.each([
    ["contracts/client", writeClientTypes],
    ["gateway/console", writeConsoleTypes],
  ] as const)(
    "is what the types of %s were generated from (pnpm openapi)",
    async (folder, write) => {
      const types = new URL(`../../${folder}/src/generated/api.ts`, import.meta.url);
      expect(readFileSync(types, "utf8")).toBe(await write());
    },
    30_000,
  );

  it("is OpenAPI 3.1 in the eyes of an independent linter", async () => {
    const redocly = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");
    const config = fileURLToPath(new URL("redocly.yaml", import.meta.url));
    const env = {
      PATH: process.env["PATH"],
      REDOCLY_TELEMETRY: "off",
      REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
      CI: "true",
    };
    const { stdout, stderr } = await run(
      process.execPath,
      [redocly, "lint", "--config", config, fileURLToPath(file)],
      { env },
    ).catch((failure: { stdout: string; stderr: string }) => failure);
    expect(`${stdout}${stderr}`).toContain("Your API description is valid");
    expect(`${stdout}${stderr}`).not.toMatch(/warning/i);
  }, 60_000);
});
