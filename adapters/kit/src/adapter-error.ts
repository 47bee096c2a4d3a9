import type { AdapterErrorBrand, AdapterErrorCode, AdapterErrorFields } from "@kyc-gateway/adapter-spec/v1";

const brand = Symbol.for("kyc-gateway.adapter-error.v1" satisfies AdapterErrorBrand);

const codes = {
  timeout: true,
  unavailable: true,
  rate_limited: true,
  quota_exhausted: true,
  credentials_rejected: true,
  settings_invalid: true,
  request_rejected: true,
  unsupported: true,
  session_unknown: true,
  not_found: true,
  conflict: true,
  response_unrecognised: true,
  webhook_unauthentic: true,
} satisfies Record<AdapterErrorCode, true>;

/**
 * The one error that adapters throw. It carries no cause and no provider text: both may hold personal data. The
 * message says what happened with which operation. Recognise it with `isAdapterError`, never with `instanceof`.
 */
export class AdapterError extends Error implements AdapterErrorFields {
  readonly [brand] = true;
  override readonly name = "AdapterError";
  readonly code: AdapterErrorCode;
  declare readonly retryAfterMs?: number;
  declare readonly httpStatus?: number;
  declare readonly providerCode?: string;
  declare readonly webhookFault?: NonNullable<AdapterErrorFields["webhookFault"]>;
  declare readonly requestSent?: boolean;

  constructor(fields: AdapterErrorFields) {
    const { code, message, ...details } = fields;
    super(message);
    this.code = code;
    Object.assign(this, details);
  }
}

/** Whether a thrown value is an adapter error, also when another copy of this package made it. */
export function isAdapterError(value: unknown): value is Error & AdapterErrorFields {
  if (!(value instanceof Error) || !(brand in value) || !("code" in value)) return false;
  return typeof value.code === "string" && Object.hasOwn(codes, value.code);
}
