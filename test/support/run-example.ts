import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** The first block of shell below a heading of a document, as a reader pastes it: in parts, each up to a line `NAME=…`. */
export function readExample(document: string, heading: string): readonly string[] {
  const text = readFileSync(join(root, document), "utf8");
  const section = text.split(new RegExp(`^#+ ${heading}$`, "m"))[1]?.split(/^#+ \S.*$/m) ?? [];
  const block = /```sh\n([^]*?)```/.exec(text.slice(text.indexOf(section[0] ?? "")))?.[1] ?? "";
  if (block === "") throw new Error(`${document} has no block of shell below "${heading}".`);
  return block.split(/^[A-Z_]+=.*…[^\n]*\n/m).filter((part) => part.trim() !== "");
}

/** Requests fail as a person would see it, and none of them waits for ever. */
const prelude = `set -euo pipefail
curl() { command curl -sS --fail-with-body --max-time 10 "$@"; }
kyc-gateway() { node --conditions=@kyc-gateway/source "${join(root, "gateway/src/cli/main.ts")}" "$@"; }
`;

/** What a part of an example prints. Throws with what it printed when one of its commands fails. */
export function runExample(
  part: string,
  {
    env,
    cwd = join(root, "test"),
  }: { readonly env: Readonly<Record<string, string>>; readonly cwd?: string },
): Promise<string> {
  const { PATH = "", HOME = "" } = process.env;
  return new Promise((resolve, reject) => {
    execFile("bash", ["-c", prelude + part], { cwd, env: { PATH, HOME, ...env } }, (error, out, told) => {
      if (error === null) resolve(out);
      else reject(new Error(`${part}\nfailed (${error.code}): ${out}${told}`));
    });
  });
}
