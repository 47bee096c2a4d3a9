import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { conformanceNowMs } from "../subject/samples.ts";
import type { Samples } from "../subject/samples.ts";
import type { Subject } from "../subject/subject.ts";
import adapter from "./sample-adapter/index.ts";

const key = "Callback-Key-of-the-samples";
const signingSecret = "Signing-Secret-of-the-samples";
const body = JSON.stringify({ event: "changed", session: "session-1", person: "Reginald Specimen" });
const seconds = conformanceNowMs / 1000;
const signature = createHmac("sha256", signingSecret).update(`${seconds}.${body}`).digest("hex");
const person = { first: "Reginald", last: "Specimen", born: "1979-11-23" };
const approved = { id: "session-1", status: "yes", person, files: [{ id: "face-1" }] };
const report = { reasons: [], checks: [{ kind: "document", outcome: "informational" }] } as const;

const authorization = { authorization: "Key Api-Key-of-the-samples" };

const samples: Samples = {
  settings: { apiKey: "Api-Key-of-the-samples", callbackKeys: [key], signingSecrets: [signingSecret] },
  start: {
    request: { flow: { recipe: "standard" }, applicant: { id: "applicant-1" } },
    expected: { reference: { id: "session-1" }, launch: { url: "https://acme.example/s/session-1" } },
  },
  routes: {
    start: {
      request: "POST /sessions",
      expects: {
        headers: authorization,
        json: { reference: "0190b7a0-0000-7000-8000-0000000c0f01", person: "applicant-1" },
      },
      answer: { status: 201, json: { id: "session-1", page: "https://acme.example/s/session-1" } },
    },
    read: { request: "GET /sessions/*", expects: { headers: authorization }, answer: { json: approved } },
    erase: { request: "DELETE /sessions/*", answer: { status: 204 } },
    block: { request: "POST /blocked", answer: { status: 201, json: { id: "blocked-1" } } },
    unblock: { request: "DELETE /blocked/*", answer: { status: 204 } },
    file: { request: "GET /sessions/*/files/*", answer: { media: { type: "image/jpeg", bytes: 1_500_000 } } },
  },
  reports: [
    {
      name: "an approval",
      answers: { read: { json: approved } },
      expected: {
        status: "APPROVED",
        reasons: [],
        checks: [{ kind: "document", outcome: "passed" }],
        claims: { person: { givenName: "Reginald", familyName: "Specimen", dateOfBirth: "1979-11-23" } },
        evidence: [{ id: "face-1", kind: "face" }],
      },
    },
    {
      name: "a rejection",
      answers: { read: { json: { id: "session-1", status: "no" } } },
      expected: { ...report, status: "REJECTED", reasons: [{ code: "unspecified", raw: "no" }] },
    },
    {
      name: "an open session",
      answers: { read: { json: { id: "session-1", status: "open" } } },
      expected: { ...report, status: "IN_PROGRESS" },
    },
  ],
  vocabularies: [
    {
      route: "read",
      pointer: "/status",
      words: { new: "SESSION_CREATED", open: "IN_PROGRESS", yes: "APPROVED", no: "REJECTED" },
    },
  ],
  facetCalls: [
    {
      name: "a person",
      method: "blocklist.add",
      arguments: [{ familyName: "Specimen", reason: "forged papers" }],
      expected: { value: { recordId: "blocked-1", isExisting: false } },
    },
    { name: "a record", method: "blocklist.remove", arguments: ["blocked-1"], expected: { value: null } },
    {
      name: "a record that is gone",
      method: "blocklist.remove",
      arguments: ["blocked-2"],
      answers: { unblock: { status: 404, json: {} } },
      expected: { value: null },
    },
  ],
  refusals: [
    {
      name: "a session that is gone",
      route: "read",
      operation: "read",
      answer: { status: 404, json: { error: "gone" } },
      code: "session_unknown",
    },
  ],
  deliveries: [
    {
      name: "a change with a key",
      schemes: ["body_key"],
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ key, event: "changed", session: "session-1" }),
      reading: { kind: "session", sessionReference: "session-1", eventType: "session_changed" },
    },
    {
      name: "a signed change",
      schemes: ["hmac_timestamped"],
      headers: { "content-type": "application/json", "acme-signature": `t=${seconds},s=${signature}` },
      body: Buffer.from(body).toString("utf8"),
      window: { maxAgeMs: 300_000, maxAheadMs: 60_000 },
      reading: { kind: "session", sessionReference: "session-1", eventType: "session_changed" },
    },
  ],
};

/** A subject that conforms, or one with members otherwise. */
export function createSampleSubject(
  change: Partial<Omit<Subject, "samples">> & { readonly samples?: Partial<Samples> } = {},
): Subject {
  return {
    adapter,
    entry: new URL("./sample-adapter/index.ts", import.meta.url),
    ...change,
    samples: { ...samples, ...change.samples },
  };
}
