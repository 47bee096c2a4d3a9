import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { createTestDatabase } from "../support/test-database.ts";

const script = join(import.meta.dirname, "../../deploy/docker/check-image.sh");

// Other users and file systems are root's to make. The image itself is built where an engine is: deploy/docker/README.md.
const proofs: Readonly<Record<string, () => Promise<void>>> =
  process.getuid?.() === 0
    ? {
        async "migrates, serves and ends as a user without a name, read-only, without capabilities"() {
          const database = await createTestDatabase();
          const { code, output, errors } = await check(database.url);
          await database.drop();
          expect([code, errors]).toEqual([0, ""]);
          expect(output.match(/^✓ /gm)).toHaveLength(5);
        },
      }
    : {
        async "is not checked for somebody who cannot make other users' processes, and is told why"() {
          const { code, output, errors } = await check("");
          expect([code, output]).toEqual([1, ""]);
          expect(errors).toContain("This needs root");
        },
      };

it.each(Object.entries(proofs))("what the image holds %s", (_name, proof) => proof(), 240_000);

async function check(databaseUrl: string) {
  const env = { ...process.env, KYC_CHECK_DATABASE_URL: databaseUrl };
  const child = spawn("bash", [script, "--without-engine"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit") as Promise<[number]>,
  ]);
  return { output, errors, code };
}
