import { createAnalytics } from "../../features/analytics/analytics.service.ts";
import { withDatabase } from "./with-database.ts";

export function rebuildAnalytics(): Promise<void> {
  return withDatabase(({ database, vault }) => createAnalytics({ database, vault }).rebuild());
}
