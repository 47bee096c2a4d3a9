import { writeFileSync } from "node:fs";
import { describeApi } from "@kyc-gateway/gateway";

/** `pnpm openapi`: writes the committed OpenAPI document anew. */
const file = new URL("../../contracts/http-api/openapi.json", import.meta.url);
writeFileSync(file, `${JSON.stringify(await describeApi(), null, 2)}\n`);
