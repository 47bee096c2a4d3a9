import { readPages } from "./pages.ts";
import { take, type Api } from "./transport/api.ts";
import type {
  ChangeEventEndpoint,
  CreateEventEndpoint,
  EventAttempt,
  EventEndpoint,
  NewSigningKey,
  ListAttempts,
  NewEventEndpoint,
  ResendAccepted,
  ResendEvents,
  RotateSigningKey,
} from "./types.ts";

/** Where your events are posted. */
export interface EventEndpoints {
  /** The answer shows the signing key, this once. */
  create(body: CreateEventEndpoint): Promise<NewEventEndpoint>;
  list(): Promise<readonly EventEndpoint[]>;
  get(endpointId: string): Promise<EventEndpoint>;
  change(endpointId: string, body: ChangeEventEndpoint): Promise<EventEndpoint>;
  delete(endpointId: string): Promise<void>;
  /** Replaces the keys; the old ones sign on for an overlap. */
  rotateKey(endpointId: string, body: RotateSigningKey): Promise<NewSigningKey>;
  /** Stops a key from signing, at once. */
  deleteKey(endpointId: string, keyId: string): Promise<EventEndpoint>;
  enable(endpointId: string): Promise<EventEndpoint>;
  disable(endpointId: string): Promise<EventEndpoint>;
  /** Posts a test event now. */
  test(endpointId: string): Promise<EventAttempt>;
  resend(endpointId: string, body: ResendEvents): Promise<ResendAccepted>;
  /** What became of each POST, newest first; pages are read as you go on. */
  attempts(endpointId: string, query?: ListAttempts): AsyncGenerator<EventAttempt>;
}

const one = "/v1/event-endpoints/{endpointId}";
const at = (endpointId: string) => ({ params: { path: { endpointId } } });

export function createEventEndpoints({ json }: Api): EventEndpoints {
  return {
    create: (body) => take(json.POST("/v1/event-endpoints", { body })),
    list: async () => (await take(json.GET("/v1/event-endpoints"))).items,
    get: (id) => take(json.GET(one, at(id))),
    change: (id, body) => take(json.PATCH(one, { ...at(id), body })),
    delete: async (id) => void (await json.DELETE(one, at(id))),
    rotateKey: (id, body) => take(json.POST(`${one}/keys`, { ...at(id), body })),
    deleteKey: (endpointId, keyId) =>
      take(json.DELETE(`${one}/keys/{keyId}`, { params: { path: { endpointId, keyId } } })),
    enable: (id) => take(json.POST(`${one}/enable`, at(id))),
    disable: (id) => take(json.POST(`${one}/disable`, at(id))),
    test: (id) => take(json.POST(`${one}/test`, at(id))),
    resend: (id, body) => take(json.POST(`${one}/resend`, { ...at(id), body })),
    attempts: (endpointId, query = {}) =>
      readPages((cursor) => {
        const params = { path: { endpointId }, query: { ...query, ...(cursor !== undefined && { cursor }) } };
        return take(json.GET(`${one}/attempts`, { params }));
      }),
  };
}
