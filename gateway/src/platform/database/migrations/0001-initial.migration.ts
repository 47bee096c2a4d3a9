import { Migration } from "@mikro-orm/migrations";
import { accountTables } from "./initial/account.sql.ts";
import { accessTables } from "./initial/access.sql.ts";
import { analyticsTables } from "./initial/analytics.sql.ts";
import { auditTables } from "./initial/audit.sql.ts";
import { configurationTables, configurationTriggers } from "./initial/configuration.sql.ts";
import { keyTables } from "./initial/encryption.sql.ts";
import { eventTables } from "./initial/events.sql.ts";
import { jobTables } from "./initial/jobs.sql.ts";
import { partitionFunctions } from "./initial/partitions.sql.ts";
import { privacyTables } from "./initial/privacy.sql.ts";
import { rowSecurity } from "./initial/row-security.sql.ts";
import { sessionTables } from "./initial/sessions.sql.ts";
import { webhookTables } from "./initial/webhooks.sql.ts";

/** In the order in which they refer to each other. */
const sections = [
  partitionFunctions,
  configurationTables,
  accessTables,
  sessionTables,
  webhookTables,
  eventTables,
  keyTables,
  privacyTables,
  accountTables,
  analyticsTables,
  auditTables,
  jobTables,
  configurationTriggers,
  rowSecurity,
];

/** The whole schema, feature by feature. Until the first release it is edited; from then on it is added to. */
export class Migration0001Initial extends Migration {
  override up(): void {
    for (const section of sections) this.addSql(section);
  }
}
