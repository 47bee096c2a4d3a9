import type { CheckGroup } from "../check/check.ts";
import { accountGroup } from "./account.group.ts";
import { cancellationGroup } from "./cancellation.group.ts";
import { clockGroup } from "./clock.group.ts";
import { errorsGroup } from "./errors.group.ts";
import { evidenceGroup } from "./evidence.group.ts";
import { facetsGroup } from "./facets.group.ts";
import { importGroup } from "./import.group.ts";
import { manifestGroup } from "./manifest.group.ts";
import { originsGroup } from "./origins.group.ts";
import { packageGroup } from "./package.group.ts";
import { privacyGroup } from "./privacy.group.ts";
import { reportsGroup } from "./reports.group.ts";
import { requestsGroup } from "./requests.group.ts";
import { settingsGroup } from "./settings.group.ts";
import { simulatorGroup } from "./simulator.group.ts";
import { startGroup } from "./start.group.ts";
import { vocabularyGroup } from "./vocabulary.group.ts";
import { webhookAuthenticityGroup } from "./webhooks/authenticity.group.ts";
import { webhookParsingGroup } from "./webhooks/readings.group.ts";

/** In the order in which an adapter comes to conform. */
export const groups: readonly CheckGroup[] = [
  packageGroup,
  importGroup,
  manifestGroup,
  settingsGroup,
  facetsGroup,
  startGroup,
  requestsGroup,
  reportsGroup,
  vocabularyGroup,
  errorsGroup,
  cancellationGroup,
  clockGroup,
  originsGroup,
  evidenceGroup,
  accountGroup,
  webhookParsingGroup,
  webhookAuthenticityGroup,
  privacyGroup,
  simulatorGroup,
];
