import { isAdapterError } from "@kyc-gateway/adapter-kit";
import type { Call } from "@kyc-gateway/adapter-spec/v1";
import type { ApiRequest, OndatoApi } from "./api/ondato-api.ts";

/** An id that no resource has: what is asked for is a 404 from behind the authorisation. */
const NOBODY = "00000000-0000-4000-8000-000000000000";

const PROBES = [
  { api: "idv", path: `/v1/identity-verifications/${NOBODY}` },
  { api: "kyc", path: `/v1/identifications/${NOBODY}` },
] as const satisfies readonly Pick<ApiRequest, "api" | "path">[];

/** Proves that both APIs answer and accept the credentials, scopes included, without creating anything. */
export async function checkHealth(api: OndatoApi, call: Call): Promise<void> {
  await Promise.all(PROBES.map((probe) => sendProbe(api, probe, call)));
}

async function sendProbe(api: OndatoApi, probe: (typeof PROBES)[number], call: Call): Promise<void> {
  try {
    await api.requestJson(
      { ...probe, operation: `check ${probe.api} API`, method: "GET", notFound: "session_unknown" },
      call,
    );
  } catch (error) {
    if (isAdapterError(error) && error.code === "session_unknown") return;
    throw error;
  }
}
