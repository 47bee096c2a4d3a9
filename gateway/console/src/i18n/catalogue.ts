import { analytics } from "./messages/analytics.ts";
import { audit } from "./messages/audit.ts";
import { common } from "./messages/common.ts";
import { inbox } from "./messages/inbox.ts";
import { overview } from "./messages/overview.ts";
import { providers } from "./messages/providers.ts";
import { routing } from "./messages/routing.ts";
import { sessions } from "./messages/sessions.ts";
import { settings } from "./messages/settings.ts";
import { shell } from "./messages/shell.ts";
import { vocabulary } from "./messages/vocabulary.ts";
import type { MessageSet } from "./message.ts";

/** Every text of the console. A key that is not here does not compile; a text lacks neither language. */
export const messages = {
  ...analytics,
  ...audit,
  ...common,
  ...inbox,
  ...overview,
  ...providers,
  ...routing,
  ...sessions,
  ...settings,
  ...shell,
  ...vocabulary,
} as const satisfies MessageSet;

export type MessageKey = keyof typeof messages;
