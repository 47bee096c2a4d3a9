import { Type } from "@sinclair/typebox";
import type { FastifyRequest } from "fastify";
import { maxReasonLength } from "@kyc-gateway/http-api";
import type { AccessLog } from "./access-log.store.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

/** The header of every read of claims or evidence. */
export const AccessReasonHeader = Type.Object({
  "x-access-reason": Type.Optional(
    Type.String({
      description: `Why you read this person's data: a ticket, a purpose. For the audit log, 1–${maxReasonLength} characters in UTF-8; no personal data, please. Your tenant may demand it.`,
      examples: ["support ticket 4711"],
    }),
  ),
});

/** Which tenants ask for a reason. Keyed by tenant id. */
export interface AccessSettings {
  readonly current: {
    readonly privacy: ReadonlyMap<string, { readonly isAccessReasonRequired: boolean }>;
  };
}

/** Where an access is recorded, and which tenants ask for a reason. */
interface AccessParts {
  readonly configuration: AccessSettings;
  readonly accessLog: AccessLog;
}

/**
 * Writes down who reads whose data, and why; resolves once that is committed. Throws `access_reason_missing`; when the
 * entry cannot be written nothing may be given, and whatever kept it from being written is thrown.
 */
export async function noteAccess(
  { configuration, accessLog }: AccessParts,
  request: FastifyRequest,
  access: { readonly action: string; readonly subject: string; readonly detail?: Record<string, unknown> },
): Promise<void> {
  const { tenantId, actor } = request;
  const reason = requireReason({ configuration }, request);
  await accessLog.record({ detail: {}, ...access, actor, tenantId, reason });
}

/** Why the request reads, where it says so. Throws `access_reason_missing` when its tenant demands that. */
export function requireReason(
  { configuration }: Pick<AccessParts, "configuration">,
  { tenantId, headers }: FastifyRequest,
): string | undefined {
  const reason = readReason(headers["x-access-reason"]);
  if (reason === undefined && configuration.current.privacy.get(tenantId)?.isAccessReasonRequired === true)
    throw new ProblemError("access_reason_missing", {
      detail: "Your tenant demands a reason for this read: send it as `X-Access-Reason`.",
    });
  return reason;
}

/** Why somebody does something. Node takes a header's bytes for Latin-1; people write UTF-8. */
export function readReason(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = decode(String(header))?.trim();
  if (text === undefined || text === "" || text.length > maxReasonLength || /\p{Cc}/u.test(text))
    throw new ProblemError("access_reason_missing", {
      detail: `\`X-Access-Reason\` takes 1–${maxReasonLength} characters in UTF-8 without control characters.`,
    });
  return text;
}

function decode(header: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(header, "latin1"));
  } catch {
    return undefined;
  }
}
