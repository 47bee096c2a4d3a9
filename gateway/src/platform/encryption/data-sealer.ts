import { openBytes, readKeyId, sealBytes, type RandomSource, type SealingKey } from "./sealed-bytes.ts";
import { JsonSealer, UnsealError, type SealContext, type Sealer } from "./sealer.ts";
import type { DataKeys } from "./data-keys.ts";

/** What sealers are made with. */
export interface SealerParts {
  readonly keys: DataKeys;
  readonly takeIv: RandomSource;
  /** For an applicant's key, which takes its bytes away with it. */
  readonly takeKeyBytes: RandomSource;
}

class DataSealer extends JsonSealer {
  readonly #parts: SealerParts;
  readonly #tenantId: string | null;

  constructor(parts: SealerParts, tenantId: string | null) {
    super();
    this.#parts = parts;
    this.#tenantId = tenantId;
  }

  seal(context: SealContext, plain: Uint8Array): Buffer {
    const { keys, takeIv } = this.#parts;
    return sealBytes(keys.current(this.#tenantId, context), takeIv, { context, plain });
  }

  open(context: SealContext, sealed: Uint8Array): Buffer {
    const tenantId = this.#tenantId;
    const key = this.#parts.keys.byId(readKeyId(sealed, context), context);
    const isForeign = tenantId !== null && key.tenantId !== null && key.tenantId !== tenantId;
    if (isForeign) throw new UnsealError(context);
    return openBytes(key.secret, context, sealed);
  }
}

class ApplicantSealer extends JsonSealer {
  readonly #parts: SealerParts;
  readonly #key: SealingKey;
  readonly #tenantId: string;

  constructor(parts: SealerParts, key: SealingKey, tenantId: string) {
    super();
    this.#parts = parts;
    this.#key = key;
    this.#tenantId = tenantId;
  }

  seal(context: SealContext, plain: Uint8Array): Buffer {
    return sealBytes(this.#key, this.#parts.takeIv, { context, plain });
  }

  open(context: SealContext, sealed: Uint8Array): Buffer {
    return readKeyId(sealed, context) === this.#key.id
      ? openBytes(this.#key.secret, context, sealed)
      : createDataSealer(this.#parts, this.#tenantId).open(context, sealed);
  }
}

/**
 * Seals for a tenant, or for the system (null). A tenant's sealer opens the tenant's own and the system's; the system's
 * opens what is under any data key.
 */
export function createDataSealer(parts: SealerParts, tenantId: string | null): Sealer {
  return new DataSealer(parts, tenantId);
}

/** Seals for one applicant; opens also what is about the person and was sealed before it was known whom it is about. */
export function createApplicantSealer(parts: SealerParts, key: SealingKey, tenantId: string): Sealer {
  return new ApplicantSealer(parts, key, tenantId);
}
