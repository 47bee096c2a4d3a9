import { Migration0001Initial } from "./0001-initial.migration.ts";
import { Migration0002RoutingAndAudit } from "./0002-routing-and-audit.migration.ts";
import { Migration0003ConnectionOrders } from "./0003-connection-orders.migration.ts";
import { Migration0010EventDelivery } from "./0010-event-delivery.migration.ts";
import { Migration0020ReadSchedule } from "./0020-read-schedule.migration.ts";
import { Migration0021Growth } from "./0021-growth.migration.ts";
import { Migration0030AttemptedConnection } from "./0030-attempted-connection.migration.ts";
import { Migration0035UrgentReads } from "./0035-urgent-reads.migration.ts";
import { Migration0040Partitions } from "./0040-partitions.migration.ts";
import { Migration0050Keys } from "./0050-keys.migration.ts";
import { Migration0051ApiKeyUses } from "./0051-api-key-uses.migration.ts";
import { Migration0055AuditChain } from "./0055-audit-chain.migration.ts";
import { Migration0056DataProtection } from "./0056-data-protection.migration.ts";
import { Migration0060RowSecurity } from "./0060-row-security.migration.ts";
import { Migration0070Decisions } from "./0070-decisions.migration.ts";
import { Migration0080JobWorkers } from "./0080-job-workers.migration.ts";
import { Migration0090ReturnUrls } from "./0090-return-urls.migration.ts";
import { Migration0095Standing } from "./0095-standing.migration.ts";

/** Every migration, in order. A released one is never changed. */
export const migrations = [
  { name: "0001-initial", class: Migration0001Initial },
  { name: "0002-routing-and-audit", class: Migration0002RoutingAndAudit },
  { name: "0003-connection-orders", class: Migration0003ConnectionOrders },
  { name: "0010-event-delivery", class: Migration0010EventDelivery },
  { name: "0020-read-schedule", class: Migration0020ReadSchedule },
  { name: "0021-growth", class: Migration0021Growth },
  { name: "0030-attempted-connection", class: Migration0030AttemptedConnection },
  { name: "0035-urgent-reads", class: Migration0035UrgentReads },
  { name: "0040-partitions", class: Migration0040Partitions },
  { name: "0050-keys", class: Migration0050Keys },
  { name: "0051-api-key-uses", class: Migration0051ApiKeyUses },
  { name: "0055-audit-chain", class: Migration0055AuditChain },
  { name: "0056-data-protection", class: Migration0056DataProtection },
  { name: "0060-row-security", class: Migration0060RowSecurity },
  { name: "0070-decisions", class: Migration0070Decisions },
  { name: "0080-job-workers", class: Migration0080JobWorkers },
  { name: "0090-return-urls", class: Migration0090ReturnUrls },
  { name: "0095-standing", class: Migration0095Standing },
];
