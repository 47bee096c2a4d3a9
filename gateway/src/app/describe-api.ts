import { parseConfig } from "../platform/config/parse-config.ts";
import { createLocalMasterKeys } from "../platform/encryption/master-keys.ts";
import { createLog } from "../platform/observability/log.ts";
import { createServices } from "./services.ts";
import { buildApp } from "./build-app.ts";

/** The OpenAPI document of a gateway with every front, made from its routes. Touches no database. */
export async function describeApi(): Promise<Record<string, unknown>> {
  const services = await createServices({
    config: parseConfig({ KYC_ADAPTERS: "none" }, "."),
    databaseUrl: "postgresql://127.0.0.1:1/none",
    masterKeys: createLocalMasterKeys(new Uint8Array(32)),
    adapters: new Map(),
    log: createLog({ level: "silent" }),
  });
  const app = await buildApp(services, {
    kvary: { tokens: { kind: "secret", secret: new Uint8Array(32) }, connectionSettings: {} },
  });
  const document = (await app.inject("/openapi.json")).json<Record<string, unknown>>();
  await app.close();
  await services.close();
  return document;
}
