import type { Call, ProviderReference } from "@kyc-gateway/adapter-spec/v1";
import { AdapterError, asRecord } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Client } from "../client/client.ts";

// A record of a trusted database may hold a portrait.
const maxResultBytes = 8_388_608;

/** The body of result/; throws `session_unknown` when there is no such session. */
export async function fetchResult(
  client: Client,
  reference: ProviderReference,
  call: Call,
): Promise<UnknownRecord> {
  const { body } = await client.post({
    operation: "result/",
    parameters: { session_token: reference.id },
    call,
    maxResponseBytes: maxResultBytes,
  });
  const record = asRecord(body);
  if (record !== undefined) return record;
  throw new AdapterError({
    code: "response_unrecognised",
    message: "result/ was answered with something that is not an object",
  });
}
