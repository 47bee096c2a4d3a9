import type { EventEndpoint, NewSigningKey } from "@kyc-gateway/http-api";
import type { Endpoint, Pending } from "./endpoint.ts";
import type { EndpointStore } from "./endpoint.store.ts";
import { describePublicKey, describeSecret, selectLiveKeys, type StoredKey } from "../signing/signing-key.ts";

/** Tells endpoints in the words of the API, with what waits for them. */
export function createEndpointPresenter(
  store: Pick<EndpointStore, "countPending">,
): (endpoint: Endpoint) => Promise<EventEndpoint> {
  return async (endpoint) => presentEndpoint(endpoint, await store.countPending(endpoint));
}

/** An endpoint in the words of the API. Secrets of its keys are not in it. */
function presentEndpoint(endpoint: Endpoint, pending: Pending): EventEndpoint {
  const isWaiting = endpoint.state !== "disabled" && endpoint.failures > 0;
  return {
    id: endpoint.id,
    url: endpoint.url,
    description: endpoint.description,
    types: endpoint.types === null ? null : [...endpoint.types],
    keys: selectLiveKeys(endpoint.keys, new Date()).map(presentKey),
    state: endpoint.state,
    disabledReason: endpoint.disabledReason,
    stateSince: endpoint.stateSince.toISOString(),
    failures: endpoint.failures,
    nextAttemptAt: isWaiting ? endpoint.nextAttemptAt.toISOString() : null,
    pending: { count: pending.count, oldestAt: pending.oldestAt?.toISOString() ?? null },
    createdAt: endpoint.createdAt.toISOString(),
    updatedAt: endpoint.updatedAt.toISOString(),
  };
}

/** A key with what its receiver must be told once. */
export function presentNewKey(key: StoredKey): NewSigningKey {
  return { ...presentKey(key), ...(key.kind === "hmac" ? { secret: describeSecret(key) } : {}) };
}

function presentKey(key: StoredKey): EventEndpoint["keys"][number] {
  const { id, kind, createdAt, expiresAt } = key;
  return {
    id,
    kind,
    ...(kind === "ed25519" ? { publicKey: describePublicKey(key) } : {}),
    createdAt,
    expiresAt,
  };
}
