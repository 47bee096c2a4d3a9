import { UnsealError, type SealContext } from "../../platform/encryption/sealer.ts";
import type { Applicant } from "../../platform/encryption/applicant-key.ts";

/** A delivery that a fetch was for. */
export interface ProcessedDelivery {
  readonly id: string;
  readonly sealed_body: Buffer;
  readonly received_at: string | Date;
}

/** What a fetch is for; the parameters stand for the session's id, and the first id that a delivery for it can have. */
export function processedDeliveriesText(sessionId: string, firstId: string): string {
  return `select id, sealed_body, received_at from deliveries
    where session_id = ${sessionId} and id >= ${firstId} and state = 'processing'`;
}

/** What a delivery's body is bound to. */
export function bodyContext(deliveryId: string): SealContext {
  return { table: "deliveries", column: "sealed_body", rowId: deliveryId };
}

/**
 * Once it is known whom a delivery is about, its body belongs under that person's key. As JSON, for
 * `jsonb_to_recordset`: one with a body that does not open stays as it is.
 */
export function resealDeliveries(
  deliveries: readonly ProcessedDelivery[],
  applicant: Applicant | undefined,
): string {
  return JSON.stringify(
    deliveries.map(({ id, sealed_body: sealed }) => ({
      id,
      body: reseal(id, sealed, applicant).toString("base64"),
    })),
  );
}

function reseal(id: string, sealed: Buffer, applicant: Applicant | undefined): Buffer {
  try {
    return applicant?.sealer.seal(bodyContext(id), applicant.sealer.open(bodyContext(id), sealed)) ?? sealed;
  } catch (error) {
    if (error instanceof UnsealError) return sealed;
    throw error;
  }
}
