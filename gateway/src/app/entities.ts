import { AccountRecordEntity, WatchLookEntity } from "../features/account/account-record.entity.ts";
import {
  AnalyticsCallsEntity,
  AnalyticsCellEntity,
  AnalyticsFrozenEntity,
  AnalyticsProgressEntity,
  AnalyticsReasonEntity,
  AnalyticsSessionEntity,
} from "../features/analytics/analytics.entity.ts";
import { ApiKeyEntity } from "../features/access/api-key.entity.ts";
import { ApiKeyUseEntity } from "../features/access/api-key-use.entity.ts";
import { ConsoleSessionEntity } from "../features/access/console-session.entity.ts";
import { OperatorEntity } from "../features/access/operator.entity.ts";
import { AuditEntryEntity } from "../features/audit/audit-entry.entity.ts";
import { AuditHeadEntity } from "../features/audit/audit-head.entity.ts";
import { ConnectionEntity } from "../features/configuration/connection.entity.ts";
import { FlowEntity } from "../features/configuration/flow.entity.ts";
import { RoutingRuleEntity } from "../features/configuration/routing-rule.entity.ts";
import { TenantEntity } from "../features/configuration/tenant.entity.ts";
import { EventAttemptEntity } from "../features/events/outbox/event-attempt.entity.ts";
import { EventEndpointEntity } from "../features/events/outbox/event-endpoint.entity.ts";
import { EventNumberingEntity } from "../features/events/outbox/event-numbering.entity.ts";
import { EventResendEntity } from "../features/events/outbox/event-resend.entity.ts";
import { OutboxEventEntity } from "../features/events/outbox/outbox-event.entity.ts";
import {
  ErasureEntity,
  ErasureSessionEntity,
  ProviderErasureEntity,
} from "../features/privacy/erasure/erasure.entity.ts";
import { LegalHoldEntity } from "../features/privacy/erasure/legal-hold.entity.ts";
import { SigningKeyEntity } from "../features/privacy/erasure/signing-key.entity.ts";
import { AccountConfigurationEntity } from "../features/providers/account-configuration.entity.ts";
import { ConnectionControlsEntity } from "../features/providers/connection-controls.entity.ts";
import { IdempotencyKeyEntity } from "../features/sessions/idempotency-key.entity.ts";
import { SessionEntity } from "../features/sessions/session.entity.ts";
import { SessionReportEntity } from "../features/sessions/session-report.entity.ts";
import { TimelineEntryEntity } from "../features/sessions/timeline-entry.entity.ts";
import {
  ActivityWatermarkEntity,
  ConnectionActivityEntity,
} from "../features/webhooks/connection-activity.entity.ts";
import { DeliveryEntity } from "../features/webhooks/delivery.entity.ts";
import { DeliveryKeyEntity } from "../features/webhooks/delivery-key.entity.ts";
import {
  ApplicantKeyEntity,
  DataKeyEntity,
  KeyRotationEntity,
  MasterKeyEntity,
} from "../platform/encryption/key.entity.ts";
import { JobWorkerEntity } from "./job-worker.entity.ts";

/** One for every table. */
export const entities = [
  AccountConfigurationEntity,
  AccountRecordEntity,
  WatchLookEntity,
  ActivityWatermarkEntity,
  AnalyticsCallsEntity,
  AnalyticsCellEntity,
  AnalyticsFrozenEntity,
  AnalyticsProgressEntity,
  AnalyticsReasonEntity,
  AnalyticsSessionEntity,
  ApiKeyEntity,
  ApiKeyUseEntity,
  ApplicantKeyEntity,
  AuditEntryEntity,
  AuditHeadEntity,
  ConnectionActivityEntity,
  ConnectionControlsEntity,
  ConnectionEntity,
  ConsoleSessionEntity,
  DataKeyEntity,
  DeliveryEntity,
  DeliveryKeyEntity,
  ErasureEntity,
  ErasureSessionEntity,
  EventAttemptEntity,
  EventEndpointEntity,
  EventNumberingEntity,
  EventResendEntity,
  FlowEntity,
  IdempotencyKeyEntity,
  JobWorkerEntity,
  KeyRotationEntity,
  LegalHoldEntity,
  MasterKeyEntity,
  OperatorEntity,
  OutboxEventEntity,
  ProviderErasureEntity,
  RoutingRuleEntity,
  SessionEntity,
  SessionReportEntity,
  SigningKeyEntity,
  TenantEntity,
  TimelineEntryEntity,
];
