import { existsSync } from "node:fs";

/** The folder of the nearest package.json above a file, with a slash at its end. Throws when there is none. */
export function findPackageFolder(file: URL): URL {
  for (let folder = new URL("./", file); ; folder = new URL("../", folder)) {
    if (existsSync(new URL("package.json", folder))) return folder;
    if (folder.pathname === "/" || folder.href === new URL("../", folder).href) {
      throw new Error(`There is no package.json above ${file.pathname}: the adapter must be a package.`);
    }
  }
}
