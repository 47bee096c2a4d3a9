import { writeFileSync } from "node:fs";
import { describeApi, describeConfiguration } from "@kyc-gateway/gateway";

/** `pnpm openapi`: writes the committed OpenAPI document, and the schema of configuration files, anew. */
const write = (name: string, document: unknown) =>
  writeFileSync(
    new URL(`../../contracts/http-api/${name}`, import.meta.url),
    `${JSON.stringify(document, null, 2)}\n`,
  );

write("openapi.json", await describeApi());
write("configuration.schema.json", describeConfiguration());
