import type { Report } from "@kyc-gateway/adapter-spec/v1";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { connectTo, createCall } from "./connection.ts";
import { startProviderServer } from "./provider-server.ts";
import type { ScriptedAnswer } from "./provider-server.ts";

const SESSION_ID = "89e50d98-c556-4818-8562-3cd98608bf09";
const IDENTIFICATION_ID = "9ac12241-4333-46b0-8aa6-0b49e5444539";

/** What a test changes in the two bodies of a completed session that waits for a verdict. */
export interface Bodies {
  readonly verification?: Readonly<Record<string, unknown>>;
  readonly step?: Readonly<Record<string, unknown>>;
  readonly identification?: Readonly<Record<string, unknown>>;
  /** Instead of the identification's body. */
  readonly identificationAnswer?: ScriptedAnswer;
}

/** Reads sessions over HTTP from a server that answers as Ondato does. */
export function createSessionReader(): (bodies: Bodies) => Promise<Report> {
  let server: Awaited<ReturnType<typeof startProviderServer>>;
  beforeAll(async () => {
    server = await startProviderServer();
  });
  beforeEach(() => server.reset());
  afterAll(() => server.close());

  return ({ verification, step, identification, identificationAnswer }) => {
    const steps = { kycIdentification: { id: IDENTIFICATION_ID }, ...step };
    const idv = { id: SESSION_ID, status: "Completed", step: steps, ...verification };
    const kyc = {
      id: IDENTIFICATION_ID,
      identityVerificationId: SESSION_ID,
      status: "Awaiting",
      ...identification,
    };
    server.answer(`GET /v1/identity-verifications/${SESSION_ID}`, { body: idv });
    server.answer(`GET /v1/identifications/${IDENTIFICATION_ID}`, identificationAnswer ?? { body: kyc });
    return connectTo(server.origin).connection.sessions.read({ id: SESSION_ID }, createCall());
  };
}
