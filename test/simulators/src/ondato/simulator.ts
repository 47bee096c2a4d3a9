import { createControl } from "../control/control.ts";
import type { SimulatorControl } from "../control/control.ts";
import { answerJson } from "../server/answer.ts";
import type { Answer } from "../server/answer.ts";
import { createEngine } from "../server/engine.ts";
import { startServer } from "../server/start-server.ts";
import type { OndatoAct } from "./acts.ts";
import { createOndatoDialect } from "./dialect.ts";
import type { OndatoDialect } from "./dialect.ts";
import { createIdentificationOperations } from "./operations/identification.ts";
import { createToken } from "./operations/token.ts";
import { createVerificationOperations } from "./operations/verification.ts";
import { readSettings } from "./options.ts";
import type { OndatoSettings, OndatoSimulatorOptions } from "./options.ts";
import { createOndatoPage } from "./page/page.ts";
import { Problem } from "./problem.ts";
import { keepSessions } from "../ledger/keep-sessions.ts";
import type { OndatoSession } from "./session.ts";
import { createState, type OndatoState } from "./state.ts";
import { createRetrySchedule } from "./webhooks/retry-schedule.ts";

export interface OndatoControl extends SimulatorControl<OndatoAct, OndatoSettings> {
  /** Makes every access token that is out worthless at once. */
  revokeTokens(): void;
}

export interface OndatoSimulator {
  /** The origin of the token endpoint, of both APIs, of the applicant's page and of `/_control`. */
  readonly url: string;
  readonly control: OndatoControl;
  /** Where the applicant of an identity verification is sent. */
  launchUrl(id: string): string;
  close(): Promise<void>;
}

const sweepEveryMs = 1_000;

export async function startOndatoSimulator(options: OndatoSimulatorOptions = {}): Promise<OndatoSimulator> {
  const settings = readSettings(options);
  const engine = createEngine(options, { retries: () => createRetrySchedule(settings), replaceStatus });
  const state = createState(settings, options, engine);
  const kept = keepSessions(options.sessionsFile, {
    list: () => state.sessions.all(),
    restore: (session) => restoreSession(state, session),
  });
  const dialect = createOndatoDialect(state);
  const control: OndatoControl = {
    ...createControl(engine, dialect),
    revokeTokens: () => state.tokens.revokeAll(),
  };
  const server = await startServer({
    engine,
    options,
    operations: [
      createToken(state),
      ...createVerificationOperations(state),
      ...createIdentificationOperations(state),
    ],
    page: createOndatoPage(state, control),
    control: {
      name: "ondato",
      acts: dialect.acts,
      control,
      commands: { "tokens/revoke": () => (control.revokeTokens(), {}) },
    },
    answerError,
  });
  const stopTimers = runTimers(engine.clock.onAdvance.bind(engine.clock), dialect);
  return {
    url: server.url,
    control,
    launchUrl: (id) => `${server.url}/?id=${encodeURIComponent(id)}`,
    close: async () => {
      stopTimers();
      await server.close();
      kept.stop();
    },
  };
}

/** An identification is found by its own id, and is one with its session's. */
function restoreSession(state: OndatoState, session: OndatoSession): void {
  state.sessions.add(session);
  if (session.kyc !== undefined) state.identifications.add({ id: session.kyc.id, session, kyc: session.kyc });
}

/** Timers run out in real time, and at once when a test moves the clock. */
function runTimers(onAdvance: (listener: () => void) => void, dialect: OndatoDialect): () => void {
  onAdvance(() => dialect.expireLapsed());
  const timer = setInterval(() => dialect.expireLapsed(), sweepEveryMs).unref();
  return () => clearInterval(timer);
}

function answerError(error: unknown): Answer {
  if (!(error instanceof Problem))
    return answerJson({ reason: "InternalError", message: "Something went wrong." }, 500);
  const { reason, message, params } = error;
  return answerJson(params === undefined ? { reason, message } : { reason, message, params }, error.status);
}

function replaceStatus(body: string): string {
  return JSON.stringify({ ...(JSON.parse(body) as object), status: "Teleported" });
}
