import { openBytes, readKeyId, sealBytes, type IvSource, type SealingKey } from "./sealed-bytes.ts";
import { UnsealError, withJson, type SealContext, type Sealer } from "./sealer.ts";
import type { DataKeys } from "./data-keys.ts";
import type { MasterKeys } from "./master-keys.ts";

/** What sealers are made with. */
export interface SealerParts {
  readonly keys: DataKeys;
  readonly masters: MasterKeys;
  readonly takeIv: IvSource;
}

/**
 * Seals for a tenant, or for the system (null). A tenant's sealer opens the tenant's own, the system's, and what is
 * older than data keys; the system's opens what is under any data key.
 */
export function createDataSealer({ keys, masters, takeIv }: SealerParts, tenantId: string | null): Sealer {
  return withJson({
    seal: (context, plain) => sealBytes(keys.current(tenantId, context), takeIv, { context, plain }),
    open(context, sealed) {
      const keyId = readKeyId(sealed, context);
      if (keyId === undefined) return openFirstFormat(masters, context, sealed);
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

function openFirstFormat({ firstFormatKeys }: MasterKeys, context: SealContext, sealed: Uint8Array): Buffer {
  for (const key of firstFormatKeys) {
    try {
      return openBytes(key, context, sealed);
    } catch {
      // Perhaps the next one: these bytes do not say which master they are under.
    }
  }
  throw new UnsealError(context);
}
