import type { Settings } from "./settings.schema.ts";

/** Where one account is reached. The bases end without a slash. */
export interface Endpoints {
  readonly widgetApi: string;
  readonly externalApi: string;
  readonly widgetPage: string;
}

const documentedHost = "https://widget.identomat.com";

function cutSlashes(url: string): string {
  return url.replace(/\/+$/, "");
}

export function resolveEndpoints(settings: Settings): Endpoints {
  const widgetApi = cutSlashes(settings.baseUrl ?? `${documentedHost}/external-api`);
  return {
    // The older guide prints the host alone; its methods answer under this path only.
    widgetApi: widgetApi === documentedHost ? `${documentedHost}/external-api` : widgetApi,
    externalApi: cutSlashes(settings.externalApiBaseUrl ?? "https://external-api.identomat.com"),
    widgetPage: cutSlashes(settings.widgetUrl ?? documentedHost),
  };
}

export function listOrigins(settings: Settings): readonly string[] {
  const { widgetApi, externalApi } = resolveEndpoints(settings);
  return [...new Set([new URL(widgetApi).origin, new URL(externalApi).origin])];
}
