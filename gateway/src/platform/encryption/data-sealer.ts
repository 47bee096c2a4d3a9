import { openBytes, readKeyId, sealBytes, type RandomSource, type SealingKey } from "./sealed-bytes.ts";
import { UnsealError, withJson, type Sealer } from "./sealer.ts";
import type { DataKeys } from "./data-keys.ts";

/** What sealers are made with. */
export interface SealerParts {
  readonly keys: DataKeys;
  readonly takeIv: RandomSource;
  /** For an applicant's key, which takes its bytes away with it. */
  readonly takeKeyBytes: RandomSource;
}

/**
 * Seals for a tenant, or for the system (null). A tenant's sealer opens the tenant's own and the system's; the system's
 * opens what is under any data key.
 */
export function createDataSealer({ keys, takeIv }: SealerParts, tenantId: string | null): Sealer {
  return withJson({
    seal: (context, plain) => sealBytes(keys.current(tenantId, context), takeIv, { context, plain }),
    open(context, sealed) {
      const keyId = readKeyId(sealed, context);
      const key = keys.byId(keyId, context);
      const isForeign = tenantId !== null && key.tenantId !== null && key.tenantId !== tenantId;
      if (isForeign) throw new UnsealError(context);
      return openBytes(key.secret, context, sealed);
    },
  });
}

/** Seals for one applicant; opens also what is about the person and was sealed before it was known whom it is about. */
export function createApplicantSealer(parts: SealerParts, key: SealingKey, tenantId: string): Sealer {
  const tenant = createDataSealer(parts, tenantId);
  return withJson({
    seal: (context, plain) => sealBytes(key, parts.takeIv, { context, plain }),
    open: (context, sealed) =>
      readKeyId(sealed, context) === key.id
        ? openBytes(key.secret, context, sealed)
        : tenant.open(context, sealed),
  });
}
