import { openSpan, storeTraceparent, type OpenSpan, type SpanStart } from "../observability/tracing.ts";

/** A request, as far as its span tells of it: never by its path. */
export interface TracedRequest {
  readonly method: string;
  /** The template. */
  readonly route: string;
  readonly traceparent: SpanStart["parent"];
}

/** Undefined: nobody takes spans. A product's trace goes on here; a provider's, who is not known yet, is linked. */
export function openRequestSpan({ method, route, traceparent }: TracedRequest): OpenSpan | undefined {
  return openSpan(() => ({
    name: `${method} ${route}`,
    kind: "server",
    fields: { "http.request.method": method, "http.route": route },
    ...(route.startsWith("/webhooks/")
      ? { linksTo: [storeTraceparent(traceparent)] }
      : { parent: traceparent }),
  }));
}

export function endRequestSpan(
  span: OpenSpan | undefined,
  { status, sessionId }: { readonly status: number; readonly sessionId: string | undefined },
): void {
  span?.set({ "http.response.status_code": status, "kyc.session.id": sessionId });
  span?.end(status >= 500 ? "server_error" : undefined);
}
