import { ApiKeyEntity } from "./api-key.entity.ts";
import { AuditEntryEntity } from "./audit-entry.entity.ts";
import { ConnectionEntity } from "./connection.entity.ts";
import { DeliveryEntity } from "./delivery.entity.ts";
import { EventAttemptEntity } from "./event-attempt.entity.ts";
import { EventEndpointEntity } from "./event-endpoint.entity.ts";
import { FlowEntity } from "./flow.entity.ts";
import { OperatorEntity } from "./operator.entity.ts";
import { OutboxEventEntity } from "./outbox-event.entity.ts";
import { RoutingRuleEntity } from "./routing-rule.entity.ts";
import { SessionEntity } from "./session.entity.ts";
import { SessionReportEntity } from "./session-report.entity.ts";
import { TenantEntity } from "./tenant.entity.ts";
import { TimelineEntryEntity } from "./timeline-entry.entity.ts";

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
