import { ApiKeyEntity } from "../features/access/api-key.entity.ts";
import { AuditEntryEntity } from "../features/audit/audit-entry.entity.ts";
import { ConnectionEntity } from "../features/configuration/connection.entity.ts";
import { DeliveryEntity } from "../features/webhooks/delivery.entity.ts";
import { EventAttemptEntity } from "../features/events/outbox/event-attempt.entity.ts";
import { EventEndpointEntity } from "../features/events/outbox/event-endpoint.entity.ts";
import { FlowEntity } from "../features/configuration/flow.entity.ts";
import { OperatorEntity } from "../features/access/operator.entity.ts";
import { OutboxEventEntity } from "../features/events/outbox/outbox-event.entity.ts";
import { RoutingRuleEntity } from "../features/configuration/routing-rule.entity.ts";
import { SessionEntity } from "../features/sessions/session.entity.ts";
import { SessionReportEntity } from "../features/sessions/session-report.entity.ts";
import { TenantEntity } from "../features/configuration/tenant.entity.ts";
import { TimelineEntryEntity } from "../features/sessions/timeline-entry.entity.ts";

/** Every table that the ORM knows. */
export const entities = [
  ApiKeyEntity,
  AuditEntryEntity,
  ConnectionEntity,
  DeliveryEntity,
  EventAttemptEntity,
  EventEndpointEntity,
  FlowEntity,
  OperatorEntity,
  OutboxEventEntity,
  RoutingRuleEntity,
  SessionEntity,
  SessionReportEntity,
  TenantEntity,
  TimelineEntryEntity,
];
