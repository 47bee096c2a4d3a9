import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Rendering } from "./create-adapter-package.ts";

interface Tsconfig {
  readonly compilerOptions: Readonly<Record<string, unknown>>;
}

/** The template's tsconfig.json; outside of the workspace it stands by itself. */
export async function renderTsconfig({ templateFolder, isInWorkspace }: Rendering): Promise<string> {
  const own = await readFile(join(templateFolder, "tsconfig.json"), "utf8");
  if (isInWorkspace) return own;
  const base = JSON.parse(
    await readFile(join(templateFolder, "../../tsconfig.base.json"), "utf8"),
  ) as Tsconfig;
  const { composite: _composite, ...options } = base.compilerOptions;
  const compilerOptions = { ...options, rootDir: "src", outDir: "dist" };
  return `${JSON.stringify({ compilerOptions, include: ["src"], exclude: ["src/**/*.test.ts"] }, undefined, 2)}\n`;
}
