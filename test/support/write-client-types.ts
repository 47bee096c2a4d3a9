import { mkdirSync, writeFileSync } from "node:fs";
import { writeClientTypes, writeConsoleTypes } from "./client-types.ts";

const root = new URL("../../", import.meta.url);

/** Part of `pnpm openapi`: writes the generated types of the client and of the console anew. */
function write(folder: string, text: string): void {
  mkdirSync(new URL(folder, root), { recursive: true });
  writeFileSync(new URL(`${folder}api.ts`, root), text);
}

write("contracts/client/src/generated/", await writeClientTypes());
write("gateway/console/src/generated/", await writeConsoleTypes());
