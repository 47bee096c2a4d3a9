import { readFileSync, writeFileSync } from "node:fs";
import { replaceSection } from "./markers.ts";
import { root, sections } from "./sections.ts";

/** `pnpm documents`: writes the parts of the documents anew that are made from the code. */
for (const { file, name, render } of sections) {
  const path = new URL(file, root);
  writeFileSync(path, replaceSection(readFileSync(path, "utf8"), name, await render()));
}
