import { AdapterError, asRecord, listUnsupported, readString } from "@kyc-gateway/adapter-kit";
import type { AdapterErrorCode } from "@kyc-gateway/adapter-spec/v1";
import { createSampleAdapter } from "../sample-adapter/adapter.ts";
import { request } from "../sample-adapter/context.ts";
import { createEvidence } from "../sample-adapter/evidence.ts";
import { toReport } from "../sample-adapter/sessions.ts";
import { createWebhooks } from "../sample-adapter/webhooks.ts";
import { createSampleSubject } from "../sample-subject.ts";
import { breakConnection, breakSessions } from "./break.ts";
import type { BrokenSubject } from "./break.ts";

/** What the sample adapter asks for, with a change. */
function startOtherwise(change: { readonly headers?: Record<string, string>; readonly person?: string }) {
  return breakSessions((context) => ({
    async start({ sessionId, applicant }, call) {
      const answer = await request(context, call, {
        operation: "start session",
        method: "POST",
        path: "/sessions",
        body: JSON.stringify({ reference: sessionId, person: change.person ?? applicant.id }),
        ...(change.headers === undefined ? {} : { headers: change.headers }),
      });
      const id = readString(asRecord(answer.body), "id");
      const url = readString(asRecord(answer.body), "page");
      if (id !== undefined && url !== undefined) return { reference: { id }, launch: { url } };
      throw new AdapterError({ code: "response_unrecognised", message: "start session gave no id" });
    },
  }));
}

function translate(error: unknown, code: AdapterErrorCode): AdapterError {
  const { message, ...fields } = error as AdapterError;
  return new AdapterError({ ...fields, code, message });
}

const good = createSampleAdapter();

/** Broken in what they send, and in what they overlook: each is to be seen without a simulator. */
export const brokenRequests: readonly BrokenSubject[] = [
  {
    fault: "signs nothing",
    group: "requests",
    hint: "authorization is missing",
    subject: startOtherwise({ headers: { "content-type": "application/json" } }),
  },
  {
    fault: "sends another person than it was asked for",
    group: "requests",
    hint: "look at person",
    subject: startOtherwise({ person: "somebody" }),
  },
  {
    fault: "puts ids into paths as they are",
    group: "requests",
    hint: "encode every value that goes into a URL",
    subject: breakSessions((context) => ({
      async read({ id }, call) {
        const answer = await request(context, call, {
          operation: "read session",
          method: "GET",
          path: `/sessions/${id}`,
          findError: ({ operation, status }) =>
            status === 404
              ? new AdapterError({
                  code: "session_unknown",
                  message: `${operation}: there is no such session`,
                })
              : undefined,
        });
        return toReport(asRecord(answer.body) ?? {});
      },
    })),
  },
  {
    fault: "drops what was asked in silence",
    group: "requests",
    hint: "documentTypes is dropped in silence",
    subject: createSampleSubject({
      adapter: {
        ...good,
        checkStart: (start) =>
          listUnsupported(start, {
            returnUrl: "no",
            schedule: "no",
            parent: "no",
            presets: "no",
            operatorGroup: "no",
          }),
      },
    }),
  },
  {
    fault: "goes by the process's clock",
    group: "clock",
    hint: "the only clock of an adapter is host.now()",
    subject: breakSessions((context, original) => ({
      start: async (wanted, call) => {
        context.host.log.info("start_asked", { at: Date.now() });
        return original.start(wanted, call);
      },
    })),
  },
  {
    fault: "stores a delivery as it came",
    group: "webhook_parsing",
    hint: "storedBody is the delivery's body as it came",
    subject: breakConnection((context) => {
      const webhooks = createWebhooks(context);
      return {
        webhooks: {
          receive(delivery) {
            const reading = webhooks.receive(delivery);
            const isSigned = delivery.headers["acme-signature"] !== undefined;
            return isSigned && reading.kind === "session"
              ? { ...reading, storedBody: delivery.rawBody }
              : reading;
          },
        },
      };
    }),
  },
  {
    fault: "overlooks the provider's own refusal",
    group: "errors",
    hint: 'expected "session_unknown"',
    subject: createSampleSubject({
      adapter: good,
      samples: {
        refusals: [
          {
            name: "a session that is gone, with 200",
            route: "read",
            operation: "read",
            answer: { json: { error: "gone", status: "open" } },
            code: "session_unknown",
          },
        ],
      },
    }),
  },
  {
    fault: "has no sample of a refusal",
    group: "errors",
    hint: 'give the documented refusals as "refusals"',
    subject: createSampleSubject({ samples: { refusals: [] } }),
  },
  {
    fault: "takes a file that is gone for a wrong request",
    group: "errors",
    hint: 'expected "not_found" or "session_unknown"',
    subject: breakConnection((context) => {
      const evidence = createEvidence(context);
      return {
        evidence: {
          ...evidence,
          open: (reference, itemId, call) =>
            evidence.open(reference, itemId, call).catch((error: AdapterError) => {
              throw error.code === "not_found" && error.httpStatus === undefined && itemId === "face-1"
                ? translate(error, "request_rejected")
                : error;
            }),
        },
      };
    }),
  },
];
