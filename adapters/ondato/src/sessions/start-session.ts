import { AdapterError, asRecord, isAdapterError, keepDefined, readMember } from "@kyc-gateway/adapter-kit";
import type {
  Call,
  Host,
  ValidationIssue,
  Notice,
  Started,
  StartRequest,
} from "@kyc-gateway/adapter-spec/v1";
import { asIdentifier } from "../api/identifier.ts";
import type { OndatoApi } from "../api/ondato-api.ts";
import type { Flow } from "../flow/flow.schema.ts";
import { SESSION_LIFETIME_MS } from "./session-lifetime.ts";
import { locatePage } from "./applicant-page.ts";
import { checkStart } from "./check-start.ts";
import { writeLocalisation } from "./localisation.ts";
import { writeRegistration } from "./registration.ts";

export interface StartContext {
  readonly api: OndatoApi;
  readonly host: Host;
  /** The base of the applicant's page. */
  readonly pageBase: string;
}

/** Creates an identity verification and, where somebody cares about its page, tells Ondato how that looks. */
export async function startSession(
  context: StartContext,
  request: StartRequest<Flow>,
  call: Call,
): Promise<Started> {
  refuseIssues(checkStart(request));
  const id = await createIdentityVerification(context.api, request, call);
  const lapsesAt = new Date(context.host.now() + SESSION_LIFETIME_MS).toISOString();
  const notices = await localisePage(context, { id, request, call });
  return {
    reference: { id },
    launch: { url: locatePage(context.pageBase, id) },
    lapsesAt,
    ...(notices.length === 0 ? {} : { notices }),
  };
}

function refuseIssues(issues: readonly ValidationIssue[]): void {
  if (issues.length === 0) return;
  const isUnsupported = issues.some(({ code }) => code === "unsupported");
  const found = issues.map(({ pointer, code }) => `${pointer} (${code})`).join(", ");
  throw new AdapterError({
    code: isUnsupported ? "unsupported" : "request_rejected",
    message: `the session cannot be started at Ondato: ${found}`,
    requestSent: false,
  });
}

async function createIdentityVerification(
  api: OndatoApi,
  { sessionId, flow, applicant }: StartRequest<Flow>,
  call: Call,
): Promise<string> {
  const operation = "create identity verification";
  const answer = await api.requestJson(
    {
      operation,
      api: "idv",
      method: "POST",
      path: "/v1/identity-verifications",
      // 404 here means the setup: there is no session yet that could be unknown.
      notFound: "request_rejected",
      body: keepDefined({
        externalReferenceId: sessionId,
        registration: writeRegistration(flow, applicant),
        setupId: flow.setupId,
      }),
    },
    call,
  );
  const id = asIdentifier(readMember(asRecord(answer.body), "id"));
  if (id !== undefined) return id;
  throw new AdapterError({
    code: "response_unrecognised",
    message: `${operation} was answered without an id`,
    httpStatus: answer.status,
  });
}

interface Page {
  readonly id: string;
  readonly request: StartRequest<Flow>;
  readonly call: Call;
}

/** The session exists and can be used: what fails from here on is worth a notice, not the session. */
async function localisePage(
  { api, host }: StartContext,
  { id, request, call }: Page,
): Promise<readonly Notice[]> {
  const body = writeLocalisation(request);
  if (body === undefined) return [];
  try {
    await api.requestJson(
      {
        operation: "set localisations",
        api: "idv",
        method: "PUT",
        path: `/v1/identity-verifications/${id}/setup-localisations`,
        notFound: "session_unknown",
        isEmptyAllowed: true,
        body,
      },
      call,
    );
    return [];
  } catch (error) {
    if (!isAdapterError(error)) throw error;
    host.log.warn("ondato_localisation_failed", { code: error.code });
    return [
      {
        code: "localisation_not_applied",
        detail: `Language, title and return URLs could not be set (${error.code}): the page uses those of its setup.`,
      },
    ];
  }
}
