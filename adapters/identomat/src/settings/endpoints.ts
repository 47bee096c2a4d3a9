import type { Settings } from "./settings.schema.ts";

/** Where one account is reached. The bases end without a slash. */
export interface Endpoints {
  readonly widgetApi: string;
  /** Absent when the account's settings do not name it. */
  readonly externalApi?: string;
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
    ...(settings.externalApiBaseUrl === undefined
      ? {}
      : { externalApi: cutSlashes(settings.externalApiBaseUrl) }),
    widgetPage: cutSlashes(settings.widgetUrl ?? new URL(widgetApi).origin),
  };
}

export function listOrigins(settings: Settings): readonly string[] {
  const { widgetApi, externalApi } = resolveEndpoints(settings);
  const bases = externalApi === undefined ? [widgetApi] : [widgetApi, externalApi];
  return [...new Set(bases.map((base) => new URL(base).origin))];
}
