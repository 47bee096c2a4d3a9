import { accessMetrics } from "../features/access/access.metrics.ts";
import { accountMetrics } from "../features/account/account-records.metrics.ts";
import { configurationMetrics } from "../features/configuration/configuration.metrics.ts";
import { listenerMetrics } from "../features/configuration/listener.metrics.ts";
import { analyticsMetrics } from "../features/analytics/analytics.metrics.ts";
import {
  endpointMetrics,
  eventMetrics,
  feedMetrics,
  tenantBacklogMetrics,
} from "../features/events/event.metrics.ts";
import { erasureMetrics } from "../features/privacy/erasure/erasure.metrics.ts";
import { openSessionMetrics, reconciliationMetrics } from "../features/sessions/reconciliation.metrics.ts";
import { inboxMetrics, outboxMetrics } from "../features/webhooks/backlog.metrics.ts";
import { databaseMetrics } from "../platform/database/database.metrics.ts";
import { partitionMetrics } from "../platform/database/partitions/partition.metrics.ts";
import { databaseGaugeMetrics } from "../platform/database/sql/database-gauges.metrics.ts";
import { buildMetrics } from "../platform/observability/metrics/build.metrics.ts";
import { workMetrics } from "../platform/observability/metrics/metrics.ts";
import { jobQueueMetrics, jobWorkerMetrics } from "./job-queue.metrics.ts";

/** Every metric of the gateway, for whoever makes queries of them. */
export const allMetrics = {
  ...workMetrics,
  ...buildMetrics,
  ...databaseMetrics,
  ...databaseGaugeMetrics,
  ...partitionMetrics,
  ...inboxMetrics,
  ...outboxMetrics,
  ...reconciliationMetrics,
  ...openSessionMetrics,
  ...eventMetrics,
  ...feedMetrics,
  ...endpointMetrics,
  ...tenantBacklogMetrics,
  ...erasureMetrics,
  ...accountMetrics,
  ...accessMetrics,
  ...configurationMetrics,
  ...listenerMetrics,
  ...jobQueueMetrics,
  ...jobWorkerMetrics,
  ...analyticsMetrics,
};
