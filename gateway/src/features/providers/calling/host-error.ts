import type { AdapterErrorBrand, AdapterErrorCode, AdapterErrorFields } from "@kyc-gateway/adapter-spec/v1";

const brand = Symbol.for("kyc-gateway.adapter-error.v1" satisfies AdapterErrorBrand);

/** What the host's own parts throw: the same branded error as adapters throw. */
export class HostError extends Error {
  readonly [brand] = true;
  readonly code: AdapterErrorCode;
  readonly requestSent?: boolean;

  constructor(code: AdapterErrorCode, message: string, details: { requestSent?: boolean } = {}) {
    super(message);
    this.name = "HostError";
    this.code = code;
    Object.assign(this, details);
  }
}

/** The fields of a branded error, whichever copy of whichever package threw it. */
export function readAdapterError(error: unknown): AdapterErrorFields | undefined {
  return error instanceof Error && brand in error && "code" in error
    ? (error as Error & AdapterErrorFields)
    : undefined;
}
