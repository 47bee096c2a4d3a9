import type { AdapterErrorBrand, AdapterErrorCode, AdapterErrorFields } from "@kyc-gateway/adapter-spec/v1";

const brand = Symbol.for("kyc-gateway.adapter-error.v1" satisfies AdapterErrorBrand);

/** What the host throws: the branded error of the plugin interface. */
export class HostError extends Error {
  readonly [brand] = true;
  override readonly name = "HostError";
  readonly code: AdapterErrorCode;
  declare readonly requestSent?: boolean;

  constructor(code: AdapterErrorCode, message: string, details: { readonly requestSent?: false } = {}) {
    super(message);
    this.code = code;
    Object.assign(this, details);
  }
}

/** The fields of a thrown value, when it is a branded adapter error. */
export function readAdapterError(error: unknown): AdapterErrorFields | undefined {
  return error instanceof Error && brand in error && "code" in error
    ? (error as Error & AdapterErrorFields)
    : undefined;
}
