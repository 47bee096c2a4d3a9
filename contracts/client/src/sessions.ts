import { readReason, readSignal, type AccessOptions, type CallOptions } from "./call-options.ts";
import { readPages } from "./pages.ts";
import { take, type Api } from "./transport/api.ts";
import type {
  CreateSession,
  EvidenceList,
  ListSessions,
  RoutePreview,
  Session,
  SessionResult,
  Timeline,
} from "./types.ts";

/** Of a start. */
export interface StartOptions extends CallOptions {
  /**
   * One for each session that you want, such as the id of your own record. Default: a new one for each call, kept over the client's
   * repetitions; errors tell it.
   */
  readonly idempotencyKey?: string;
}

/** The bytes of a file, and what they are. */
export interface EvidenceFile {
  readonly mediaType: string | undefined;
  readonly bytes: ReadableStream<Uint8Array>;
}

/** Verifications. */
export interface Sessions {
  /** Starts a verification. Open `launch.url` in the applicant's browser. */
  create(body: CreateSession, options?: StartOptions): Promise<Session>;
  /** The session as it stands. */
  get(sessionId: string, options?: CallOptions): Promise<Session>;
  /** Your sessions, newest first; pages are read as you go on. */
  list(query?: ListSessions, options?: CallOptions): AsyncGenerator<Session>;
  /** Who was verified, and how. `result_not_available` until the provider has reported something. */
  result(sessionId: string, options?: AccessOptions): Promise<SessionResult>;
  /** Asks the provider now. */
  refresh(sessionId: string, options?: CallOptions): Promise<Session>;
  /** What happened, and why this provider was chosen. */
  timeline(sessionId: string, options?: CallOptions): Promise<Timeline>;
  /** Which files the provider holds. */
  evidence(sessionId: string, options?: AccessOptions): Promise<EvidenceList>;
  /** One of these files, as it comes. */
  downloadEvidence(sessionId: string, evidenceId: string, options?: AccessOptions): Promise<EvidenceFile>;
  /** Erases the session's data. */
  erase(sessionId: string, options?: AccessOptions): Promise<Session>;
  /** Which connection would serve a request. Creates nothing. */
  previewRoute(body: CreateSession, options?: CallOptions): Promise<RoutePreview>;
}

const at = (sessionId: string, options: AccessOptions) => ({
  params: { path: { sessionId } },
  headers: readReason(options),
  ...readSignal(options),
});

export function createSessions({ json, streams }: Api): Sessions {
  return {
    create: (body, { idempotencyKey = crypto.randomUUID(), ...options } = {}) => {
      const params = { header: { "idempotency-key": idempotencyKey } };
      return take(json.POST("/v1/sessions", { body, params, ...readSignal(options) }));
    },
    get: (id, options = {}) => take(json.GET("/v1/sessions/{sessionId}", at(id, options))),
    list: (query = {}, options = {}) =>
      readPages((cursor) => {
        const params = { query: { ...query, ...(cursor !== undefined && { cursor }) } };
        return take(json.GET("/v1/sessions", { params, ...readSignal(options) }));
      }),
    result: (id, options = {}) => take(json.GET("/v1/sessions/{sessionId}/result", at(id, options))),
    refresh: (id, options = {}) => take(json.POST("/v1/sessions/{sessionId}/refresh", at(id, options))),
    timeline: (id, options = {}) => take(json.GET("/v1/sessions/{sessionId}/timeline", at(id, options))),
    evidence: (id, options = {}) => take(json.GET("/v1/sessions/{sessionId}/evidence", at(id, options))),
    async downloadEvidence(sessionId, evidenceId, options = {}) {
      const { data, response } = await streams.GET("/v1/sessions/{sessionId}/evidence/{evidenceId}", {
        params: { path: { sessionId, evidenceId } },
        headers: { accept: "*/*", ...readReason(options) },
        parseAs: "stream",
        ...readSignal(options),
      });
      const mediaType = response.headers.get("content-type") ?? undefined;
      return { mediaType, bytes: data ?? new ReadableStream({ start: (empty) => empty.close() }) };
    },
    erase: (id, options = {}) => take(json.DELETE("/v1/sessions/{sessionId}", at(id, options))),
    previewRoute: (body, options = {}) =>
      take(json.POST("/v1/routing/preview", { body, ...readSignal(options) })),
  };
}
