import type { Rule } from "../source-tree.ts";

/** The routes that an existing product calls carry a provider's name in their path. */
const exception = "gateway/src/features/kvary/";

const notProviders = new Set(["kit", "template"]);

/** The core and the gateway know no provider: adapters are named by configuration alone. */
export const providerNames: Rule = (tree) => {
  const names = listProviders([...tree.files.keys()]);
  return [...tree.files]
    .filter(([path]) => /^(core|gateway)\//.test(path) && !path.startsWith(exception))
    .flatMap(([path, text]) =>
      names
        .filter((name) => `${path}\n${text}`.toLowerCase().includes(name))
        .map((name) => `${path}: names ${name}` as const),
    );
};

function listProviders(paths: readonly string[]): readonly string[] {
  const folders = paths.map((path) => /^adapters\/([^/]+)\//.exec(path)?.[1]);
  return [...new Set(folders)].filter((name) => name !== undefined && !notProviders.has(name)) as string[];
}
