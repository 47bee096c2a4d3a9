import { asRecord, readString } from "@kyc-gateway/adapter-kit";
import { request } from "../sample-adapter/context.ts";
import { breakConnection } from "./break.ts";
import type { BrokenSubject } from "./break.ts";
import { createBlocklist } from "../sample-adapter/blocklist.ts";

/** Broken in the facets of the account. */
export const brokenAccounts: readonly BrokenSubject[] = [
  {
    fault: "takes whatever a facet's provider answers for success",
    group: "account",
    subject: breakConnection((context) => ({
      blocklist: {
        ...createBlocklist(context),
        add: async (_entry, call) => {
          const own = { operation: "block", method: "POST", path: "/blocked", body: "{}" } as const;
          const answer = await request(context, call, own).catch(() => undefined);
          return { recordId: readString(asRecord(answer?.body), "id") ?? "unknown", isExisting: false };
        },
      },
    })),
  },
  {
    fault: "drops a refusal of a facet",
    group: "account",
    subject: breakConnection((context) => ({
      blocklist: {
        ...createBlocklist(context),
        remove: async (id, call) => {
          await createBlocklist(context)
            .remove(id, call)
            .catch(() => undefined);
        },
      },
    })),
  },
  {
    fault: "gives a facet's ids under another name",
    group: "account",
    subject: breakConnection((context) => ({
      blocklist: {
        ...createBlocklist(context),
        add: async (entry, call) =>
          ({ id: (await createBlocklist(context).add(entry, call)).recordId }) as never,
      },
    })),
  },
];
