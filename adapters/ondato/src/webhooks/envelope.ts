import { asRecord, keepDefined, normaliseText, readMember, sanitiseWord } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { asIdentifier } from "../api/identifier.ts";

/** What is kept of a webhook: who and what, and nothing of the person. */
export interface Envelope {
  readonly id?: string;
  readonly applicationId?: string;
  readonly type?: string;
  readonly createdUtc?: string;
  readonly payload: {
    readonly id?: string;
    readonly identityVerificationId?: string;
    readonly status?: string;
    readonly statusReason?: string;
  };
}

/** Reads `{id, applicationId, createdUtc, payload, type}`; absent for anything but a JSON object in UTF-8. */
export function readEnvelope(rawBody: Uint8Array): Envelope | undefined {
  const body = parseObject(rawBody);
  if (!body) return undefined;
  const payload = asRecord(readEither(body, "payload"));
  return {
    ...keepDefined({
      id: asIdentifier(readEither(body, "id")),
      applicationId: asIdentifier(readEither(body, "applicationId")),
      type: readWord(readEither(body, "type")),
      createdUtc: readWord(readEither(body, "createdUtc")),
    }),
    payload: keepDefined({
      id: asIdentifier(readEither(payload, "id")),
      identityVerificationId: asIdentifier(readEither(payload, "identityVerificationId")),
      status: readWord(readEither(payload, "status")),
      statusReason: readWord(readEither(payload, "statusReason")),
    }),
  };
}

function parseObject(rawBody: Uint8Array): UnknownRecord | undefined {
  try {
    return asRecord(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(rawBody)));
  } catch {
    return undefined;
  }
}

/** Ondato's documentation prints the envelope's members in camelCase and, in other places, in PascalCase. */
function readEither(record: UnknownRecord | undefined, key: string): unknown {
  return readMember(record, key) ?? readMember(record, key.charAt(0).toUpperCase() + key.slice(1));
}

function readWord(value: unknown): string | undefined {
  const word = normaliseText(value);
  return word === undefined ? undefined : sanitiseWord(word);
}
