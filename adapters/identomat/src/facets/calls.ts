import type { Calls } from "@kyc-gateway/adapter-spec/v1";
import { isAdapterError } from "@kyc-gateway/adapter-kit";
import type { FacetContext } from "./facet-context.ts";

/** end-video-call: by its URL; the method that its example calls fetches recordings. */
export function createCalls({ client }: FacetContext): Calls {
  return {
    end: async ({ id }, call) => {
      try {
        await client.post({ operation: "end-video-call", parameters: { sessionId: id }, call });
      } catch (error) {
        // No call is what was asked for.
        if (!isAdapterError(error) || error.code !== "not_found") throw error;
      }
    },
  };
}
