import {
  messageEventType,
  postedEventTypes,
  testEventType,
  type PostedEventType,
} from "@kyc-gateway/http-api";
import { buildExample, exampleId } from "./build-example.ts";
import { isObject, type DocumentObject, type JsonObject } from "./json-object.ts";

const summaries: Readonly<Record<PostedEventType, string>> = {
  "session.created": "A session was created",
  "session.status_changed": "A session has another status, without a decision",
  "session.decided": "A session was approved or rejected",
  "session.decision_reversed": "A decision was replaced by another one",
  "session.decision_confirmed": "A decision was confirmed by a later report",
  "session.reopened": "A session that was over goes on",
  "session.expired": "A session lapsed without a decision",
  "session.erased": "A session's personal data were erased",
  "applicant.expiring": "An applicant's approval ends soon",
  "applicant.expired": "An applicant's approval has ended",
  "watch.changed": "The lists say something new about a watched person",
  "applicant.message": "A provider asks you to send a code or a link to the applicant",
  "endpoint.test": "You tried the endpoint out",
};

type Shown = Readonly<Record<string, unknown>>;
const rejected = [{ code: "document_expired", raw: "expired", check: "document" }];
const lapsed = [{ code: "session_lapsed" }];

/** What an example of the type says: a member that is undefined is left out. */
const shown: Partial<Record<PostedEventType, Shown>> = {
  "session.created": { status: "SESSION_CREATED", previousStatus: "NOT_STARTED", origin: "gateway" },
  "session.status_changed": { status: "IN_PROGRESS", previousStatus: "SESSION_CREATED" },
  "session.decided": { status: "APPROVED", previousStatus: "IN_PROGRESS" },
  "session.decision_reversed": { status: "REJECTED", previousStatus: "APPROVED", reasons: rejected },
  "session.decision_confirmed": { status: "APPROVED", previousStatus: "APPROVED", attempt: 2 },
  "session.reopened": { status: "APPROVED", previousStatus: "APPROVED" },
  "session.expired": {
    status: "EXPIRED",
    previousStatus: "SESSION_CREATED",
    origin: "gateway",
    reasons: lapsed,
  },
  "session.erased": { status: "APPROVED", previousStatus: "APPROVED", applicantId: null },
  "applicant.expiring": {
    status: "APPROVED",
    previousStatus: "APPROVED",
    validUntil: "2027-03-14T09:26:53.589Z",
  },
  "applicant.expired": {
    status: "APPROVED",
    previousStatus: "APPROVED",
    validUntil: "2026-03-14T09:26:53.589Z",
  },
  "watch.changed": { status: "APPROVED", previousStatus: "APPROVED", watchId: exampleId },
};

/** Members that only some types have. */
const seldom = { reasons: [], validUntil: undefined, watchId: undefined };

const schemaNames: Partial<Record<PostedEventType, string>> = {
  [testEventType]: "TestEvent",
  [messageEventType]: "MessageEvent",
};

const header = (name: string, description: string): JsonObject => ({
  name,
  in: "header",
  required: true,
  description,
  schema: { type: "string" },
});

const parameters = [
  header("webhook-id", "The event's id: the same for every attempt. Keep it to recognise repetitions."),
  header("webhook-timestamp", "When the attempt was made, in seconds since 1970."),
  header(
    "webhook-signature",
    "One signature for each key that is live, separated by a space (Standard Webhooks). Check one before you read the body.",
  ),
];

const responses = {
  "2XX": { description: "Taken: it is not posted again." },
  "410": { description: "The endpoint is gone: it is disabled at once." },
  default: { description: "Not taken: it is posted again, by the schedule of `createEventEndpoint`." },
};

/** What is posted to event endpoints, one webhook for each type. */
export function describeWebhooks(document: DocumentObject): void {
  document["webhooks"] = Object.fromEntries(
    postedEventTypes.map((type) => [type, { post: describeWebhook(document, type) }]),
  );
}

function describeWebhook(document: DocumentObject, type: PostedEventType): JsonObject {
  const schema = { $ref: `#/components/schemas/${schemaNames[type] ?? "Event"}` };
  const example = buildExample(document, schema, { isComplete: true });
  return {
    operationId: nameOperation(type),
    summary: summaries[type],
    tags: ["Events"],
    security: [],
    parameters,
    requestBody: {
      required: true,
      content: {
        "application/json": { schema, example: isObject(example) ? specify(type, example) : example },
      },
    },
    responses,
  };
}

/** The example of all events, as one of this type is. */
function specify(type: PostedEventType, example: JsonObject): JsonObject {
  const own = shown[type];
  if (own === undefined) return { ...example, type };
  const data = { ...(example["data"] as JsonObject), ...seldom, ...own };
  const present = Object.entries(data).filter(([, value]) => value !== undefined);
  return { ...example, type, data: Object.fromEntries(present) };
}

function nameOperation(type: string): string {
  const words = type.split(/[._]/).map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `on${words.join("")}`;
}
