import { createNoRetryPolicy } from "../callbacks/outgoing.ts";
import { createControl } from "../control/control.ts";
import type { SimulatorControl } from "../control/control.ts";
import { answerJson } from "../server/answer.ts";
import type { Answer } from "../server/answer.ts";
import { createEngine } from "../server/engine.ts";
import { startServer } from "../server/start-server.ts";
import type { IdentomatAct } from "./acts.ts";
import { ArgumentError } from "./argument-error.ts";
import { createIdentomatDialect } from "./dialect.ts";
import { createBegin } from "./operations/begin.ts";
import { createExternal } from "./operations/external.ts";
import { createMedia } from "./operations/media.ts";
import { createDelete, createResult } from "./operations/result.ts";
import type { IdentomatSettings, IdentomatSimulatorOptions } from "./options.ts";
import { createIdentomatPage } from "./page/page.ts";
import { keepSessions } from "../ledger/keep-sessions.ts";
import { createState } from "./state.ts";

export type IdentomatControl = SimulatorControl<IdentomatAct, IdentomatSettings>;

export interface IdentomatSimulator {
  /** The origin of both hosts, of the applicant's page and of `/_control`. */
  readonly url: string;
  readonly control: IdentomatControl;
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
    launchUrl: (token) => `${server.url}/?session_token=${encodeURIComponent(token)}`,
  };
}

function answerError(error: unknown, status: number): Answer {
  if (!(error instanceof ArgumentError)) return answerJson({ internalError: "unexpected-error" }, status);
  const source = error.sourceGroup === undefined ? {} : { errorSourceGroup: error.sourceGroup };
  return answerJson({ argumentError: error.code, ...source }, status);
}

function replaceStatus(body: string): string {
  return JSON.stringify({ ...(JSON.parse(body) as object), result: "awaiting_quantum_review" });
}
