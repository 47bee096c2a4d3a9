import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type {
  EventEndpointConfiguration,
  EndpointEventType,
  SecretReference,
  SigningKeyKind,
} from "@kyc-gateway/http-api";
import {
  describeSecret,
  normalizeSharedSecret,
  selectLiveKeys,
  type StoredKey,
} from "../signing/signing-key.ts";
import { resolveReferences, type ReferenceSource } from "../../../platform/config/secret-references.ts";

/** Where a tenant wants its events, as configured. How it fares there is no configuration. */
export interface EndpointModel {
  /** Its name too: a tenant has one endpoint with a URL. */
  readonly url: string;
  readonly description: string;
  /** Null: every type. */
  readonly types: readonly EndpointEventType[] | null;
  /** Null: as it is; `hmac` where there is none yet. */
  readonly keyKind: SigningKeyKind | null;
  /** Null: the gateway makes the key itself. */
  readonly signingKey: { readonly reference: SecretReference; readonly secret: string } | null;
}

/** An endpoint with its defaults written out. Its reference leads to nothing yet. */
export function toEndpointModel(document: Partial<EventEndpointConfiguration>): EndpointModel {
  const { url = "", description = "", types = null, keyKind = null, signingKey } = document;
  return {
    url: URL.canParse(url) ? new URL(url).href : url,
    description,
    types: types === null ? null : [...types],
    keyKind,
    signingKey: signingKey === undefined ? null : { reference: signingKey, secret: "" },
  };
}

/** Endpoints whose references lead to their secrets. Issues have pointers into the list. */
export function completeEndpoints(
  endpoints: readonly EndpointModel[],
  stored: readonly EndpointModel[],
  source: ReferenceSource | undefined,
): { readonly endpoints: readonly EndpointModel[]; readonly issues: readonly ValidationIssue[] } {
  const completed = endpoints.map((endpoint) =>
    completeEndpoint(
      endpoint,
      stored.find(({ url }) => url === endpoint.url),
      source,
    ),
  );
  return {
    endpoints: completed.map(({ endpoint }) => endpoint),
    issues: completed.flatMap(({ issues }, index) =>
      issues.map((issue) => ({ ...issue, pointer: `/${index}${issue.pointer}` })),
    ),
  };
}

function completeEndpoint(
  endpoint: EndpointModel,
  stored: EndpointModel | undefined,
  source: ReferenceSource | undefined,
): { readonly endpoint: EndpointModel; readonly issues: readonly ValidationIssue[] } {
  const { signingKey } = endpoint;
  const keyKind = endpoint.keyKind ?? (signingKey === null ? stored?.keyKind : undefined) ?? "hmac";
  if (signingKey === null) return { endpoint: { ...endpoint, keyKind }, issues: [] };
  // What was read may be written back where references lead nowhere.
  if (source === undefined && isSameReference(signingKey, stored?.signingKey))
    return { endpoint: { ...endpoint, keyKind, signingKey: stored?.signingKey ?? null }, issues: [] };
  const settings = { signingKey: signingKey.reference };
  const resolved = resolveReferences({ settings, stored: undefined, source });
  const secret = normalizeSharedSecret(String(resolved.settings["signingKey"]));
  return {
    endpoint: { ...endpoint, keyKind, signingKey: { ...signingKey, secret } },
    issues: resolved.issues,
  };
}

function isSameReference(
  key: EndpointModel["signingKey"],
  stored: EndpointModel["signingKey"] = null,
): boolean {
  return JSON.stringify(key?.reference) === JSON.stringify(stored?.reference);
}

/** An endpoint as it is stored: of its keys the newest one that signs counts. */
export function readEndpointModel(
  endpoint: Pick<EndpointModel, "url" | "description" | "types">,
  keys: readonly StoredKey[],
): EndpointModel {
  const { url, description, types } = endpoint;
  const newest = selectLiveKeys(keys, new Date()).at(-1);
  return {
    url,
    description,
    types,
    keyKind: newest?.kind ?? "hmac",
    signingKey:
      newest?.reference === undefined
        ? null
        : { reference: newest.reference, secret: describeSecret(newest) },
  };
}

/** An endpoint for a document: what is a default is left out, and so is every secret. */
export function presentEndpointModel(endpoint: EndpointModel): EventEndpointConfiguration {
  const { url, description, types, keyKind, signingKey } = endpoint;
  return {
    url,
    ...(description === "" ? {} : { description }),
    ...(types === null ? {} : { types: [...types] }),
    ...(keyKind === null || keyKind === "hmac" ? {} : { keyKind }),
    ...(signingKey === null ? {} : { signingKey: signingKey.reference }),
  };
}
