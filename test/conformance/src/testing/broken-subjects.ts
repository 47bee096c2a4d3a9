import type { BrokenSubject } from "./broken/break.ts";
import { brokenAccounts } from "./broken/account.ts";
import { brokenCalls } from "./broken/calls.ts";
import { brokenDeclarations } from "./broken/declarations.ts";
import { brokenWebhooks } from "./broken/webhooks.ts";

/** Every way of being broken that the suite must tell apart. */
export const brokenSubjects: readonly BrokenSubject[] = [
  ...brokenDeclarations,
  ...brokenCalls,
  ...brokenWebhooks,
  ...brokenAccounts,
];
