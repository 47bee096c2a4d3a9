import { createApiKeyCommands, type ApiKeyCommands } from "../api-key-commands.ts";
import { withDatabase } from "./with-database.ts";

/** Gives the work the tenants' API keys, as whoever runs the command. */
export function withApiKeys(work: (keys: ApiKeyCommands) => Promise<void>): Promise<void> {
  return withDatabase(({ database, actor }) => work(createApiKeyCommands(database, actor)));
}
