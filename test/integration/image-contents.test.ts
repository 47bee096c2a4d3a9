import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { createTestDatabase } from "../support/test-database.ts";

const script = join(import.meta.dirname, "../../deploy/docker/check-image.sh");

// Other users and file systems are root's to make. The image itself is built where an engine is: deploy/docker/README.md.
const [what, expected] =
  process.getuid?.() === 0
    ? [
        "migrates, serves and ends as a user without a name, read-only, without capabilities",
        { code: 0, passes: 6, errors: "" },
      ]
    : [
        "is checked for root alone, which is said",
        {
          code: 1,
          passes: 0,
          errors: "✗ This needs root: it makes file systems and other users' processes.\n",
        },
      ];

it(`what the image holds ${what}`, async () => {
  const database = await createTestDatabase();
  const env = { ...process.env, KYC_CHECK_DATABASE_URL: database.url };
  const child = spawn("bash", [script, "--without-engine"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  await database.drop();
  expect({ code: code as number, passes: output.match(/^✓ /gm)?.length ?? 0, errors }).toEqual(expected);
}, 240_000);
