import type { BrokenSubject } from "./broken/break.ts";
import { brokenAccounts } from "./broken/account.ts";
import { brokenCalls } from "./broken/calls.ts";
import { brokenDeclarations } from "./broken/declarations.ts";
import { brokenRequests } from "./broken/requests.ts";
import { brokenWebhooks } from "./broken/webhooks.ts";

/** Every way of being broken that the suite must tell apart. */
export const brokenSubjects: readonly BrokenSubject[] = [
  ...brokenDeclarations,
  ...brokenCalls,
  ...brokenRequests,
  ...brokenWebhooks,
  ...brokenAccounts,
];
