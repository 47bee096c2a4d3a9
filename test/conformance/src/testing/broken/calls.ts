import {
  AdapterError,
  asRecord,
  readBoundedBytes,
  readMember,
  readRecord,
  readString,
  urlPath,
} from "@kyc-gateway/adapter-kit";
import { authorize, request, resolveUrl } from "../sample-adapter/context.ts";
import { createEvidence, fetchFile, locateFile, maxFileBytes } from "../sample-adapter/evidence.ts";
import { readBody, toReport } from "../sample-adapter/sessions.ts";
import { sampleSimulator } from "../sample-simulator.ts";
import { breakConnection, breakSessions } from "./break.ts";
import type { BrokenSubject } from "./break.ts";

const anySignal = new AbortController().signal;

/** Broken in how they call the provider. */
export const brokenCalls: readonly BrokenSubject[] = [
  {
    fault: "reads a clock of its own",
    group: "start",
    subject: breakSessions((_context, good) => ({
      start: async (start, call) => ({
        ...(await good.start(start, call)),
        lapsesAt: new Date(900_000).toISOString(),
      }),
    })),
  },
  {
    fault: "copies a date as it came",
    group: "reports",
    subject: breakSessions((context) => ({
      async read(reference, call) {
        const body = await readBody(context, reference, call);
        const report = toReport(body);
        const person = {
          ...report.claims?.person,
          dateOfBirth: `${readString(readRecord(body, "person"), "born") ?? ""}T00:00:00Z`,
        };
        return report.claims === undefined ? report : { ...report, claims: { person } };
      },
    })),
  },
  {
    fault: "takes a status that nobody knows for an approval",
    group: "vocabulary",
    subject: breakSessions((context) => ({
      async read(reference, call) {
        const body = await readBody(context, reference, call);
        const isKnown = ["new", "open", "yes", "no", undefined, null].includes(
          readMember(body, "status") as string,
        );
        return toReport(isKnown ? body : { ...body, status: "yes" });
      },
    })),
  },
  {
    fault: "takes 429 for a refusal of the request",
    group: "errors",
    subject: breakSessions((_context, good) => ({
      start: (start, call) =>
        good.start(start, call).catch((error: AdapterError) => {
          const { code, message } = error;
          throw code === "rate_limited" ? new AdapterError({ code: "request_rejected", message }) : error;
        }),
    })),
  },
  {
    fault: "swallows a huge body",
    group: "errors",
    subject: breakSessions((context) => ({
      async read({ id }, call) {
        const path = urlPath`/sessions/${id}`;
        const maxResponseBytes = 1_000_000_000;
        const answer = await request(context, call, {
          operation: "read session",
          method: "GET",
          path,
          maxResponseBytes,
        });
        return toReport(asRecord(answer.body) ?? {});
      },
    })),
  },
  {
    fault: "retries by itself",
    group: "errors",
    subject: breakSessions((_context, good) => ({
      read: (reference, call) => good.read(reference, call).catch(() => good.read(reference, call)),
    })),
  },
  {
    fault: "ignores the signal",
    group: "cancellation",
    subject: breakSessions((_context, good) => ({
      read: (reference, call) => good.read(reference, { ...call, signal: anySignal }),
    })),
  },
  {
    fault: "follows an address in an answer",
    group: "origins",
    subject: breakSessions((context) => ({
      async read(reference, call) {
        const body = await readBody(context, reference, call);
        const next = readString(body, "next");
        if (next !== undefined)
          await context.host.fetch(next, { headers: authorize(context), signal: call.signal });
        return toReport(body);
      },
    })),
  },
  {
    fault: "reads a file into memory",
    group: "evidence",
    subject: breakConnection((context) => ({
      evidence: {
        ...createEvidence(context),
        async open({ id }, itemId, call) {
          const response = await fetchFile(context, locateFile(id, itemId), call);
          const limit = { operation: "open file", maxBytes: maxFileBytes, signal: call.signal };
          const bytes = await readBoundedBytes(response, limit);
          const { body } = new Response(new Uint8Array(bytes));
          if (body === null)
            throw new AdapterError({
              code: "response_unrecognised",
              message: "open file was answered with nothing",
            });
          return { mediaType: "image/jpeg", body };
        },
      },
    })),
  },
  {
    fault: "tells its key in an error",
    group: "privacy",
    subject: breakSessions((context, good) => ({
      start: (start, call) =>
        good.start(start, call).catch((error: AdapterError) => {
          const { message, ...fields } = error;
          const told =
            error.code === "credentials_rejected"
              ? `${message} with the key ${context.settings.apiKey}`
              : message;
          throw new AdapterError({ ...fields, code: error.code, message: told });
        }),
    })),
  },
  {
    fault: "tells a name in the log",
    group: "privacy",
    subject: breakSessions((context, good) => ({
      async read(reference, call) {
        const report = await good.read(reference, call);
        context.host.log.info("session_read", { name: report.claims?.person?.givenName ?? "" });
        return report;
      },
    })),
  },
  {
    fault: "hangs the provider's answer on its errors",
    group: "privacy",
    subject: breakSessions((context, good) => ({
      start: (start, call) =>
        good.start(start, call).catch(async (error: AdapterError) => {
          const init = { method: "POST", headers: authorize(context), body: "{}", signal: call.signal };
          // A second look at the same answer, to tell people more.
          const text =
            error.code === "request_rejected"
              ? await new Response(
                  (await context.host.fetch(resolveUrl(context, "/sessions"), init)).body,
                ).text()
              : "";
          throw Object.assign(error, text === "" ? {} : { answer: text });
        }),
    })),
  },
  {
    fault: "does what only a script forgives",
    group: "simulator",
    subject: {
      ...breakConnection((context, good) => ({
        sessions: {
          ...good.sessions,
          async start({ sessionId, applicant }, call) {
            const body = JSON.stringify({ reference: sessionId, person: applicant.id });
            const answer = await request(context, call, {
              operation: "start session",
              method: "POST",
              path: "/sessions",
              body,
              headers: authorize(context),
            });
            const id = readString(asRecord(answer.body), "id");
            const url = readString(asRecord(answer.body), "page");
            if (id !== undefined && url !== undefined) return { reference: { id }, launch: { url } };
            throw new AdapterError({
              code: "response_unrecognised",
              message: "start session was answered without id or page",
            });
          },
        },
      })),
      simulator: sampleSimulator,
    },
  },
];
