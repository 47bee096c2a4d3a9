import type { Rule } from "../source-tree.ts";

const allowed = new Set([
  "contracts",
  "core",
  "adapters",
  "gateway",
  "test",
  "deploy",
  "package.json",
  "pnpm-workspace.yaml",
  "pnpm-lock.yaml",
  "tsconfig.base.json",
  "README.md",
  "ARCHITECTURE.md",
  "SECURITY.md",
  "CHANGELOG.md",
]);

/** A stranger sees the house at one glance. */
export const topLevel: Rule = (tree) =>
  tree.topLevel
    .filter((name) => !allowed.has(name))
    .map((name) => `${name}: does not belong at the top level` as const);
