import { writeFileSync } from "node:fs";
import { writeClientTypes } from "./client-types.ts";

/** Part of `pnpm openapi`: writes the client's generated types anew. */
writeFileSync(
  new URL("../../contracts/client/src/generated/api.ts", import.meta.url),
  await writeClientTypes(),
);
