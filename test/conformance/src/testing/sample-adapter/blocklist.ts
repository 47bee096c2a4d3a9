import { AdapterError, asRecord, isAdapterError, readString } from "@kyc-gateway/adapter-kit";
import type { Blocklist } from "@kyc-gateway/adapter-spec/v1";
import { request } from "./context.ts";
import type { Context } from "./context.ts";

export function createBlocklist(context: Context): Blocklist {
  return {
    add: async ({ reason, ...person }, call) => {
      const body = JSON.stringify({ person, note: reason });
      const answer = await request(context, call, {
        operation: "block",
        method: "POST",
        path: "/blocked",
        body,
      });
      const recordId = readString(asRecord(answer.body), "id");
      if (recordId !== undefined) return { recordId, isExisting: false };
      throw new AdapterError({ code: "response_unrecognised", message: "block was answered without an id" });
    },
    remove: async (recordId, call) => {
      const path = `/blocked/${encodeURIComponent(recordId)}`;
      const own = { operation: "unblock", method: "DELETE", path, isEmptyAllowed: true } as const;
      await request(context, call, own).catch((error: unknown) => {
        if (!isAdapterError(error) || error.httpStatus !== 404) throw error;
      });
    },
  };
}
