import type { Settings } from "./settings.schema.ts";

/** Where one account is reached. The bases end without a slash. */
export interface Endpoints {
  readonly widgetApi: string;
  readonly externalApi: string;
  readonly widgetPage: string;
}

const documentedHost = "https://widget.identomat.com";
const documentedExternalApi = "https://external-api.identomat.com";

function cutSlashes(url: string): string {
  return url.replace(/\/+$/, "");
}

export function resolveEndpoints(settings: Settings): Endpoints {
  const widgetApi = cutSlashes(settings.baseUrl ?? `${documentedHost}/external-api`);
  const { origin } = new URL(widgetApi);
  // What stands in for one of the provider's hosts must not make keys go to the other.
  const externalApi = origin === documentedHost ? documentedExternalApi : origin;
  return {
    // The older guide prints the host alone; its methods answer under this path only.
    widgetApi: widgetApi === documentedHost ? `${documentedHost}/external-api` : widgetApi,
    externalApi: cutSlashes(settings.externalApiBaseUrl ?? externalApi),
    widgetPage: cutSlashes(settings.widgetUrl ?? origin),
  };
}

export function listOrigins(settings: Settings): readonly string[] {
  const { widgetApi, externalApi } = resolveEndpoints(settings);
  return [...new Set([widgetApi, externalApi].map((base) => new URL(base).origin))];
}
