import { chmod, cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkout, run } from "./out-of-tree.ts";

/** The shell examples of ADAPTERS.md, and a shell that runs them as they are written. */
export interface GuideShell {
  /** Every command of the guide, in order. */
  readonly commands: readonly string[];
  readonly makeInside: string;
  readonly makeOutside: string;
  readonly examine: string;
  readonly sign: string;
  readonly packIt: string;
  /** Runs a command there; `~` is the place of the tests. Gives what it printed; throws with it when it fails. */
  run(command: string, folder?: string): Promise<string>;
  /** As much of a checkout as the generator needs, apart from the real one. */
  copyCheckout(): Promise<string>;
}

/** The commands of a document's `sh` examples, without comments. */
function listCommands(text: string): readonly string[] {
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  return blocks
    .flatMap((block) => block.split("\n"))
    .map((line) => line.replace(/ +# .*$/, "").trim())
    .filter((line) => line !== "");
}

/** Reads the guide as it is now: a command that is changed there is run changed here. */
export async function describeGuide(place: string): Promise<GuideShell> {
  const commands = listCommands(await readFile(join(checkout, "adapters/ADAPTERS.md"), "utf8"));
  const [makeInside = "", makeOutside = "", examine = "", sign = "", packIt = ""] = commands;
  const bin = join(place, "bin");
  const writeProgram = async (root: string): Promise<void> => {
    await mkdir(bin, { recursive: true });
    const main = join(root, "gateway/src/cli/main.ts");
    const lines = ["#!/bin/sh", `exec node --conditions=@kyc-gateway/source "${main}" "$@"`, ""];
    await writeFile(join(bin, "kyc-gateway"), lines.join("\n"));
    await chmod(join(bin, "kyc-gateway"), 0o755);
  };
  await writeProgram(checkout);
  return {
    commands,
    makeInside,
    makeOutside,
    examine,
    sign,
    packIt,
    run: (command, folder = place) =>
      // Packages are where a test has put them: no registry is asked.
      run(
        folder,
        "/bin/sh",
        "-c",
        `HOME="${place}" PATH="${bin}:$PATH" npm_config_offline=true; export HOME PATH npm_config_offline; ${command}`,
      ),
    async copyCheckout() {
      const copy = join(place, "checkout");
      for (const path of ["adapters/template", "gateway/src", "gateway/package.json", "tsconfig.base.json"])
        await cp(join(checkout, path), join(copy, path), {
          recursive: true,
          filter: (source) => !source.endsWith("node_modules"),
        });
      for (const path of ["adapters/template/node_modules", "gateway/node_modules"])
        await symlink(join(checkout, path), join(copy, path));
      await writeProgram(copy);
      return copy;
    },
  };
}
