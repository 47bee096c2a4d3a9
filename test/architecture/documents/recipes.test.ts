import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import {
  signEvent,
  createSigningKey,
  describeSecret,
} from "../../../gateway/src/features/events/signing/signing-key.ts";

const guide = readFileSync(new URL("../../../contracts/http-api/README.md", import.meta.url), "utf8");
const folder = mkdtempSync(join(tmpdir(), "kyc-recipes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function readRecipe(heading: string, language: string): string {
  const section = guide.split(`### ${heading}\n`)[1]?.split("\n### ")[0] ?? "";
  return new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(section)?.[1] ?? "";
}

const at = new Date();
const old = createSigningKey("hmac", at);
const key = createSigningKey("hmac", at);
const body = JSON.stringify({ id: "an-event", type: "session.decided", data: { note: "ö" } });
const headers = signEvent([old, key], { id: "an-event", body, at });
const secret = describeSecret(key);

/** One request as a receiver sees it, and whether it is to be taken. */
const cases = {
  "takes an event of ours, signed by a key that is being replaced too": {
    secret,
    headers,
    body,
    isTaken: true,
  },
  "refuses another body": { secret, headers, body: `${body} `, isTaken: false },
  "refuses another key": {
    secret: describeSecret(createSigningKey("hmac", at)),
    headers,
    body,
    isTaken: false,
  },
  "refuses an event of ten minutes ago": {
    secret,
    headers: signEvent([key], { id: "an-event", body, at: new Date(at.getTime() - 600_000) }),
    body,
    isTaken: false,
  },
  "refuses a signature that is none": {
    secret,
    headers: { ...headers, "webhook-signature": "v1,AAAA" },
    body,
    isTaken: false,
  },
};

const programs = {
  TypeScript: {
    command: process.execPath,
    file: "verify.ts",
    recipe: readRecipe("Verify an event in TypeScript", "ts"),
    call: `const { secret, headers, body } = JSON.parse(process.argv[2] ?? "");
verifyEvent(secret, headers, body);`,
  },
  Python: {
    command: "python3",
    file: "verify.py",
    recipe: readRecipe("Verify an event in Python", "python"),
    call: `import sys
request = json.loads(sys.argv[1])
verify_event(request["secret"], request["headers"], request["body"].encode())`,
  },
};

describe.each(Object.entries(programs))("the recipe in %s", (_language, { command, file, recipe, call }) => {
  it.each(Object.entries(cases))("%s", (_case, { isTaken, ...request }) => {
    expect(recipe).not.toBe("");
    const path = join(folder, file);
    writeFileSync(path, `${recipe}\n${call}\n`);
    const run = spawnSync(command, [path, JSON.stringify(request)], {
      encoding: "utf8",
      cwd: fileURLToPath(new URL(".", import.meta.url)),
    });
    expect([run.status === 0, run.stderr]).toEqual([
      isTaken,
      isTaken ? "" : expect.stringMatching(/not signed|too old/),
    ]);
  });
});
