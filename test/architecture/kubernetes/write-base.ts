import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { renderBase } from "./render-base.ts";

/** `pnpm kubernetes`: renders the base of deploy/kubernetes of the chart. */
const deploy = join(import.meta.dirname, "../../../deploy");
for (const [path, text] of Object.entries(renderBase(join(deploy, "helm/kyc-gateway")))) {
  const file = join(deploy, "kubernetes", path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
