import { Buffer } from "node:buffer";
import type { Connection, Delivery, IssuedToken } from "@kyc-gateway/adapter-spec/v1";
import { refuse } from "../../check/nonconformity.ts";
import { listSecrets } from "../../schema/walk-schema.ts";
import { connectTo, createStage } from "../../stage/stage.ts";
import type { Stage } from "../../stage/stage.ts";
import { mergePatch } from "../../subject/merge-patch.ts";
import type { SampleDelivery } from "../../subject/samples.ts";
import type { PreparedSubject } from "../../subject/subject.ts";
import type { Original } from "../../vectors/webhook/vector.ts";

const defaultRemoteAddress = "203.0.113.7";

/** A connection that receives, with the settings of a sample delivery. */
export interface Receiver {
  readonly stage: Stage;
  readonly webhooks: NonNullable<Connection["webhooks"]>;
}

function readDeliverySettings({ samples }: PreparedSubject, sample: SampleDelivery): unknown {
  return mergePatch(samples.settings, sample.settings ?? {});
}

export function connectReceiver(subject: PreparedSubject, sample: SampleDelivery, nowMs?: number): Receiver {
  const stage = createStage(subject.samples, nowMs === undefined ? {} : { nowMs });
  const { webhooks } = connectTo(subject, stage, readDeliverySettings(subject, sample));
  return {
    stage,
    webhooks: webhooks ?? refuse("the connection has no webhooks with the settings of this sample"),
  };
}

/** The authentic delivery of a sample; a bearer token is fetched as the provider fetches it. */
export function buildOriginal(subject: PreparedSubject, sample: SampleDelivery): Original {
  const { manifest } = subject.adapter;
  const secrets = listSecrets(manifest.settingsSchema, readDeliverySettings(subject, sample));
  const delivery: Delivery = {
    rawBody: Buffer.from(sample.body, "utf8"),
    headers: sample.headers,
    remoteAddress: sample.remoteAddress ?? defaultRemoteAddress,
  };
  if (sample.tokenRequest === undefined) return { sample, delivery, secrets };
  const token = issueToken(connectReceiver(subject, sample), sample, delivery);
  const authorization = `Bearer ${token.accessToken}`;
  return { sample, secrets, delivery: { ...delivery, headers: { ...delivery.headers, authorization } } };
}

export function issueToken(
  { webhooks }: Receiver,
  { tokenRequest }: SampleDelivery,
  delivery: Delivery,
): IssuedToken {
  if (tokenRequest === undefined || webhooks.issueToken === undefined) {
    return refuse("a bearer sample needs tokenRequest, and the connection issueToken");
  }
  const { headers, body } = tokenRequest;
  return webhooks.issueToken({ ...delivery, headers, rawBody: Buffer.from(body, "utf8") });
}
