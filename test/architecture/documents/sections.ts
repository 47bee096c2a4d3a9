import { wordTables as identomatWords } from "../../../adapters/identomat/src/report/words.table.ts";
import { wordTables as ondatoWords } from "../../../adapters/ondato/src/sessions/word-tables.ts";
import { renderCapabilityMatrix } from "./capability-matrix.ts";
import { renderCommands } from "./command-table.ts";
import { renderConfiguration } from "./configuration-table.ts";
import { renderEventRetries } from "./event-retries.ts";
import type { Section } from "./markers.ts";
import { renderMetrics } from "./metrics-table.ts";
import { renderProblems } from "./problem-table.ts";
import { renderStateDiagram } from "./state-diagram.ts";
import { renderStatuses } from "./status-table.ts";
import { renderWordTables } from "./word-table.ts";

/** Every part of a document that is made from the code. */
export const sections: readonly Section[] = [
  { file: "README.md", name: "statuses", render: renderStatuses },
  { file: "README.md", name: "problems", render: renderProblems },
  { file: "README.md", name: "event-retries", render: renderEventRetries },
  { file: "README.md", name: "configuration", render: renderConfiguration },
  { file: "README.md", name: "commands", render: renderCommands },
  { file: "README.md", name: "metrics", render: renderMetrics },
  { file: "README.md", name: "capability-matrix", render: renderCapabilityMatrix },
  { file: "ARCHITECTURE.md", name: "state-machine", render: renderStateDiagram },
  { file: "adapters/identomat/README.md", name: "words", render: () => renderWordTables(identomatWords) },
  { file: "adapters/ondato/README.md", name: "words", render: () => renderWordTables(ondatoWords) },
];

export const root = new URL("../../../", import.meta.url);
