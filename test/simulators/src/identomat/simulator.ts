import { createNoRetryPolicy } from "../callbacks/outgoing.ts";
import { createControl } from "../control/control.ts";
import type { SimulatorControl } from "../control/control.ts";
import { answerJson } from "../server/answer.ts";
import type { Answer } from "../server/answer.ts";
import { createEngine } from "../server/engine.ts";
import { startServer } from "../server/start-server.ts";
import type { IdentomatAct } from "./acts.ts";
import { ArgumentError, InternalError } from "./argument-error.ts";
import { createIdentomatDialect } from "./dialect.ts";
import { createBegin } from "./operations/begin.ts";
import { createArchives } from "./operations/archives.ts";
import { createBlacklist } from "./operations/blacklist.ts";
import { createExternal } from "./operations/external.ts";
import { createImages } from "./operations/images.ts";
import { createMedia } from "./operations/media.ts";
import { createPersonOperations } from "./operations/people.ts";
import { createDelete, createResult } from "./operations/result.ts";
import { createScreening } from "./operations/screening.ts";
import type { IdentomatSettings, IdentomatSimulatorOptions } from "./options.ts";
import { createIdentomatPage } from "./page/page.ts";
import { keepSessions } from "../ledger/keep-sessions.ts";
import type { MonitoredQuery } from "./account-records.ts";
import { createState } from "./state.ts";
import type { IdentomatState } from "./state.ts";

export type IdentomatControl = SimulatorControl<IdentomatAct, IdentomatSettings>;

/** What the provider's lists do to a company's monitored people. */
export interface IdentomatMonitoring {
  /** Every monitored query of the company, or of the default one. */
  list(companyName?: string): readonly MonitoredQuery[];
  /** The lists say something new about everybody of this name, in every company. */
  update(fullName: string): void;
}

export interface IdentomatSimulator {
  /** The origin of both hosts, of the applicant's page and of `/_control`. */
  readonly url: string;
  readonly control: IdentomatControl;
  readonly monitoring: IdentomatMonitoring;
  /** Where the applicant of a session is sent. */
  launchUrl(token: string): string;
  close(): Promise<void>;
}

export async function startIdentomatSimulator(
  options: IdentomatSimulatorOptions = {},
): Promise<IdentomatSimulator> {
  // No retry of a callback is documented: what is lost stays lost.
  const retries = createNoRetryPolicy(options.callbackTimeoutMs ?? 10_000);
  const engine = createEngine(options, { retries: () => retries, replaceStatus });
  const state = createState(options, engine);
  const kept = keepSessions(options.sessionsFile, {
    list: () => state.sessions.all(),
    restore: (session) => state.sessions.add(session),
  });
  const dialect = createIdentomatDialect(state);
  const control = createControl(engine, dialect);
  const server = await startServer({
    engine,
    options,
    operations: [
      createBegin(state),
      createResult(state),
      createDelete(state),
      ...createMedia(state),
      ...createExternal(state),
      ...createArchives(state),
      ...createScreening(state),
      ...createBlacklist(state),
      ...createPersonOperations(state),
      ...createImages(state),
    ],
    page: createIdentomatPage(state, control),
    control: { name: "identomat", acts: dialect.acts, control, commands: {} },
    answerError: (error) => answerError(error, state.settings.errorStatus),
  });
  return {
    ...server,
    async close() {
      await server.close();
      kept.stop();
    },
    control,
    monitoring: createMonitoring(state),
    launchUrl: (token) => `${server.url}/?session_token=${encodeURIComponent(token)}`,
  };
}

function createMonitoring(state: IdentomatState): IdentomatMonitoring {
  return {
    list: (name) =>
      [...state.companies.values()]
        .filter((company) => name === undefined || company.name === name)
        .flatMap((company) => state.accountOf(company).monitored),
    update: (fullName) => {
      const at = new Date(state.engine.clock.now()).toISOString();
      for (const company of state.companies.values())
        for (const query of state.accountOf(company).monitored)
          if (query.fullName === fullName) query.lastUpdatedDate = at;
    },
  };
}

function answerError(error: unknown, status: number): Answer {
  if (error instanceof InternalError) return answerJson({ internalError: error.message }, status);
  if (!(error instanceof ArgumentError)) return answerJson({ internalError: "unexpected-error" }, status);
  const source = error.sourceGroup === undefined ? {} : { errorSourceGroup: error.sourceGroup };
  return answerJson({ argumentError: error.code, ...source }, status);
}

function replaceStatus(body: string): string {
  return JSON.stringify({ ...(JSON.parse(body) as object), result: "awaiting_quantum_review" });
}
