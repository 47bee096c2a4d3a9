import { wordTables as identomatWords } from "../../../adapters/identomat/src/report/words.table.ts";
import { wordTables as ondatoWords } from "../../../adapters/ondato/src/sessions/word-tables.ts";
import { renderCapabilityMatrix } from "./capability-matrix.ts";
import { renderCommands } from "./command-table.ts";
import { renderConfiguration } from "./configuration-table.ts";
import { renderEndpointTable } from "./endpoint-table.ts";
import { renderEventRetries } from "./event-retries.ts";
import { renderEventTypes } from "./event-types.ts";
import type { Section } from "./markers.ts";
import { renderMetrics } from "./metrics-table.ts";
import { renderProblems } from "./problem-table.ts";
import { renderRoutes } from "./route-table.ts";
import { renderStateDiagram } from "./state-diagram.ts";
import { renderStatuses } from "./status-table.ts";
import { renderWordTables } from "./word-table.ts";

const api = "contracts/http-api/README.md";
const operations = "deploy/reference.md";

/** Every part of a document that is made from the code. */
export const sections: readonly Section[] = [
  { file: api, name: "statuses", render: renderStatuses },
  { file: api, name: "problems", render: renderProblems },
  { file: api, name: "event-types", render: renderEventTypes },
  { file: api, name: "event-retries", render: renderEventRetries },
  { file: api, name: "routes", render: renderRoutes },
  { file: operations, name: "configuration", render: renderConfiguration },
  { file: operations, name: "commands", render: renderCommands },
  { file: operations, name: "metrics", render: renderMetrics },
  { file: "adapters/ADAPTERS.md", name: "capability-matrix", render: renderCapabilityMatrix },
  { file: "core/README.md", name: "state-machine", render: renderStateDiagram },
  { file: "adapters/identomat/README.md", name: "words", render: () => renderWordTables(identomatWords) },
  { file: "adapters/identomat/README.md", name: "endpoints", render: renderEndpointTable },
  { file: "adapters/ondato/README.md", name: "words", render: () => renderWordTables(ondatoWords) },
];

export const root = new URL("../../../", import.meta.url);
