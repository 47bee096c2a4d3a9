import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import {
  type ChangeEventEndpoint,
  type CreateEventEndpoint,
  type EventAttempt,
  type SigningKeyKind,
  testEventType,
} from "@kyc-gateway/http-api";
import { v7 as newUuid } from "uuid";
import type { Actor } from "../../audit/index.ts";
import type { DispatchStore } from "../dispatch/dispatch.store.ts";
import type { EventPost, PostResult } from "../dispatch/post-event.ts";
import {
  signEvent,
  createSigningKey,
  replaceKeys,
  selectLiveKeys,
  type StoredKey,
} from "../signing/signing-key.ts";
import type { EventNotifier } from "../feed/event-notifier.ts";
import type { Endpoint, EndpointAuditEntry, EndpointChange, ResendRange } from "./endpoint.ts";
import type { EndpointStore } from "./endpoint.store.ts";
import { checkEndpointUrl } from "./endpoint-url.ts";

/** Why an endpoint stays as it is. */
export type EndpointRefusal =
  | { readonly kind: "issue"; readonly issue: ValidationIssue }
  | { readonly kind: "unknown" | "unknown_key" | "duplicate" | "full" | "last_key" | "no_event" };

/** Which endpoint is meant. */
export interface EndpointId {
  readonly tenantId: string;
  readonly id: string;
}

/** Which endpoint somebody does something to, and who. */
export interface EndpointChangeRequest extends EndpointId {
  readonly actor: Actor;
}

/** Everything that a tenant can do with its endpoints. Each change is in the audit log. */
export interface EndpointService {
  readonly store: EndpointStore;
  create(
    whose: Omit<EndpointChangeRequest, "id">,
    wanted: CreateEventEndpoint,
  ): Promise<{ endpoint: Endpoint; key: StoredKey } | EndpointRefusal>;
  change(which: EndpointChangeRequest, change: ChangeEventEndpoint): Promise<Endpoint | EndpointRefusal>;
  /** The new key signs at once; those that are there sign beside it for the overlap. */
  rotate(
    which: EndpointChangeRequest,
    rotation: { kind: SigningKeyKind; overlapHours: number },
  ): Promise<{ key: StoredKey } | EndpointRefusal>;
  /** Stops a key from signing, at once. */
  removeKey(which: EndpointChangeRequest, keyId: string): Promise<Endpoint | EndpointRefusal>;
  /** Goes on where it stopped. */
  enable(which: EndpointChangeRequest): Promise<Endpoint | EndpointRefusal>;
  disable(which: EndpointChangeRequest): Promise<Endpoint | EndpointRefusal>;
  /** With its attempts; what waits for it is not sent any more. */
  remove(which: EndpointChangeRequest): Promise<object | EndpointRefusal>;
  /** Posts an event that tells nothing, now, whatever the endpoint's state. */
  test(which: EndpointId): Promise<EventAttempt | EndpointRefusal>;
  resend(
    which: EndpointChangeRequest,
    range: ResendRange,
  ): Promise<{ id: string; count: number } | EndpointRefusal>;
}

const hourMs = 3_600_000;

interface Parts {
  readonly store: EndpointStore;
  readonly dispatches: DispatchStore;
  readonly notifier: EventNotifier;
  readonly post: (event: EventPost) => Promise<PostResult>;
  readonly allowedHosts: ReadonlySet<string>;
}

export function createEndpointService(parts: Parts): EndpointService {
  const { store, notifier } = parts;
  const update: Update = async ({ actor, ...which }, entry, change) => {
    const updated = await store.update(which, change, { actor, ...entry });
    return updated.kind === "saved" ? updated.endpoint : updated;
  };
  return {
    store,
    create: (whose, wanted) => createEndpoint(parts, whose, wanted),
    async change(which, { url, ...change }) {
      const checked = url === undefined ? undefined : checkEndpointUrl(url, parts.allowedHosts);
      if (checked?.issue !== undefined) return { kind: "issue", issue: checked.issue };
      const changed = { ...change, ...(checked === undefined ? {} : { url: checked.url }) };
      const entry = { action: "endpoint.update", detail: { changed: Object.keys(changed) } };
      return update(which, entry, () => changed);
    },
    async rotate(which, { kind, overlapHours }) {
      const key = createSigningKey(kind, new Date());
      const until = new Date(Date.now() + overlapHours * hourMs);
      const entry = { action: "endpoint.rotate_key", detail: { key: key.id, kind, overlapHours } };
      const updated = await update(which, entry, ({ keys }) => ({ keys: replaceKeys(keys, key, until) }));
      return "kind" in updated ? updated : { key };
    },
    async removeKey(which, keyId) {
      const endpoint = await store.find(which.tenantId, which.id);
      if (endpoint === undefined) return { kind: "unknown" };
      const live = selectLiveKeys(endpoint.keys, new Date());
      if (!live.some(({ id }) => id === keyId)) return { kind: "unknown_key" };
      if (live.length === 1) return { kind: "last_key" };
      const entry = { action: "endpoint.remove_key", detail: { key: keyId } };
      return update(which, entry, ({ keys }) => ({ keys: keys.filter(({ id }) => id !== keyId) }));
    },
    async enable(which) {
      const enabled = await update(which, { action: "endpoint.enable" }, activate);
      if (!("kind" in enabled)) await notifier.announce(which.tenantId);
      return enabled;
    },
    disable: (which) =>
      update(which, { action: "endpoint.disable" }, ({ state }) =>
        state === "disabled"
          ? {}
          : { state: "disabled", disabledReason: "requested", stateSince: new Date() },
      ),
    remove: async ({ actor, ...which }) =>
      (await store.remove(which, { actor, action: "endpoint.remove" })) ? {} : { kind: "unknown" },
    async test(which) {
      const endpoint = await store.find(which.tenantId, which.id);
      return endpoint === undefined ? { kind: "unknown" } : postTest(parts, endpoint);
    },
    resend: (which, range) => resend(parts, which, range),
  };
}

type Update = (
  which: EndpointChangeRequest,
  entry: Omit<EndpointAuditEntry, "actor">,
  change: (endpoint: Endpoint) => EndpointChange,
) => Promise<Endpoint | EndpointRefusal>;

function activate({ state, stateSince }: Endpoint): EndpointChange {
  const now = new Date();
  return {
    state: "active",
    disabledReason: null,
    failures: 0,
    nextAttemptAt: now,
    stateSince: state === "active" ? stateSince : now,
  };
}

async function createEndpoint(
  { store, allowedHosts }: Parts,
  { tenantId, actor }: Omit<EndpointChangeRequest, "id">,
  { url, description = "", types, keyKind = "hmac" }: CreateEventEndpoint,
): Promise<{ endpoint: Endpoint; key: StoredKey } | EndpointRefusal> {
  const checked = checkEndpointUrl(url, allowedHosts);
  if (checked.issue !== undefined) return { kind: "issue", issue: checked.issue };
  const key = createSigningKey(keyKind, new Date());
  const inserted = await store.insert(
    { tenantId, url: checked.url, description, types: types ?? null, keys: [key] },
    { actor, action: "endpoint.create" },
  );
  return inserted.kind === "saved" ? { endpoint: inserted.endpoint, key } : inserted;
}

async function resend(
  { store, notifier }: Parts,
  { tenantId, id, actor }: EndpointChangeRequest,
  range: ResendRange,
): Promise<{ id: string; count: number } | EndpointRefusal> {
  const endpoint = await store.find(tenantId, id);
  if (endpoint === undefined) return { kind: "unknown" };
  const planned = await store.resend(endpoint, range, {
    actor,
    action: "endpoint.resend",
    detail: { ...range },
  });
  if (planned === undefined) return { kind: "no_event" };
  await notifier.announce(tenantId);
  return planned;
}

async function postTest({ post, dispatches }: Parts, { id, url, keys }: Endpoint): Promise<EventAttempt> {
  const [eventId, at] = [newUuid(), new Date()];
  const body = JSON.stringify({
    id: eventId,
    version: 1,
    type: testEventType,
    occurredAt: at.toISOString(),
    data: {},
  });
  const headers = signEvent(keys, { id: eventId, body, at });
  const { retryAfterMs: _retryAfterMs, ...result } = await post({ url, headers, body, at });
  const attempt = {
    id: newUuid(),
    eventId,
    eventType: testEventType,
    kind: "test",
    attempt: 1,
    ...result,
  } as const;
  await dispatches.saveTest(id, attempt);
  return { ...attempt, startedAt: attempt.startedAt.toISOString() };
}
