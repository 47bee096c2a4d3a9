import {
  ChangeEventEndpoint,
  CreateEventEndpoint,
  EventAttempt,
  EventAttemptPage,
  EventEndpoint,
  EventEndpointList,
  ListEventAttempts,
  NewEventEndpoint,
  NewSigningKey,
  ResendAccepted,
  ResendEvents,
  RotateSigningKey,
} from "@kyc-gateway/http-api";
import { locationHeader } from "../../../platform/http/response-headers.ts";
import { Type } from "@sinclair/typebox";
import { retryScheduleText, warnAfterFailures } from "../dispatch/retry-schedule.ts";
import { problemResponses } from "../../../platform/http/route-schemas.ts";

/** The path of every route about one endpoint. */
const EndpointPath = Type.Object({ endpointId: Type.String({ description: "The endpoint's id." }) });
const tags = ["Events"];

const about = [
  "Events are posted to it as JSON, signed by Standard Webhooks: `webhook-id` (the event's id: the same for every attempt, keep it to recognise repetitions), `webhook-timestamp`, and `webhook-signature` with one signature for every key that is live.",
  `Answer 2xx within ten seconds. Anything else is repeated: ${retryScheduleText}; \`Retry-After\` of a 429 or 503 is honoured. The order of events is kept: while one fails, those behind it wait. Your other endpoints do not.`,
  `After ${warnAfterFailures} failures in a row the endpoint is \`warned\`, at the end of the schedule, or at once after a 410, \`disabled\`. Enable it with one call, and it goes on where it stopped.`,
  "Redirects are not followed. Addresses that are not public are refused, whatever name leads to them.",
].join("\n\n");

/** What the OpenAPI document says about the routes of endpoints, by operation. */
export const endpointSchemas = {
  createEventEndpoint: {
    operationId: "createEventEndpoint",
    summary: "Have events posted to you",
    description: about,
    tags,
    body: Type.Ref(CreateEventEndpoint),
    response: {
      201: {
        description: "The endpoint, and its key: the secret is shown this once.",
        headers: locationHeader,
        content: { "application/json": { schema: Type.Ref(NewEventEndpoint) } },
      },
      ...problemResponses("malformed_body", "invalid_request", "endpoint_exists", "endpoint_limit"),
    },
  },
  listEventEndpoints: {
    operationId: "listEventEndpoints",
    summary: "List your endpoints",
    tags,
    response: { 200: Type.Ref(EventEndpointList), ...problemResponses() },
  },
  getEventEndpoint: {
    operationId: "getEventEndpoint",
    summary: "Read an endpoint: its state, and what waits for it",
    tags,
    params: EndpointPath,
    response: { 200: Type.Ref(EventEndpoint), ...problemResponses("endpoint_not_found") },
  },
  changeEventEndpoint: {
    operationId: "changeEventEndpoint",
    summary: "Change an endpoint",
    description: "Also applies to events that still wait to be posted.",
    tags,
    params: EndpointPath,
    body: Type.Ref(ChangeEventEndpoint),
    response: {
      200: Type.Ref(EventEndpoint),
      ...problemResponses("malformed_body", "invalid_request", "endpoint_not_found", "endpoint_exists"),
    },
  },
  deleteEventEndpoint: {
    operationId: "deleteEventEndpoint",
    summary: "Delete an endpoint",
    description: "Its attempts go with it. The events stay in the feed.",
    tags,
    params: EndpointPath,
    response: { 204: { description: "Gone.", type: "null" }, ...problemResponses("endpoint_not_found") },
  },
  rotateSigningKey: {
    operationId: "rotateSigningKey",
    summary: "Replace an endpoint's keys",
    description:
      "The new key signs at once. Those that are there sign beside it for the overlap: let your receiver accept either, and nothing is lost.",
    tags,
    params: EndpointPath,
    body: Type.Ref(RotateSigningKey),
    response: {
      201: {
        description: "The new key: its secret is shown this once.",
        content: { "application/json": { schema: Type.Ref(NewSigningKey) } },
      },
      ...problemResponses("malformed_body", "invalid_request", "endpoint_not_found"),
    },
  },
  deleteSigningKey: {
    operationId: "deleteSigningKey",
    summary: "Stop a key from signing, at once",
    tags,
    params: Type.Composite([
      EndpointPath,
      Type.Object({ keyId: Type.String({ description: "The key's id." }) }),
    ]),
    response: {
      200: Type.Ref(EventEndpoint),
      ...problemResponses("endpoint_not_found", "key_not_found", "signing_key_last"),
    },
  },
  enableEventEndpoint: {
    operationId: "enableEventEndpoint",
    summary: "Enable an endpoint",
    description: "It goes on at once where it stopped, whatever its schedule said.",
    tags,
    params: EndpointPath,
    response: { 200: Type.Ref(EventEndpoint), ...problemResponses("endpoint_not_found") },
  },
  disableEventEndpoint: {
    operationId: "disableEventEndpoint",
    summary: "Disable an endpoint",
    description: "Its events wait until it is enabled again.",
    tags,
    params: EndpointPath,
    response: { 200: Type.Ref(EventEndpoint), ...problemResponses("endpoint_not_found") },
  },
  testEventEndpoint: {
    operationId: "testEventEndpoint",
    summary: "Send a test event",
    description:
      "Posts an event of type `endpoint.test` now, signed as every other, and answers with what became of it. Nothing is repeated.",
    tags,
    params: EndpointPath,
    response: { 200: Type.Ref(EventAttempt), ...problemResponses("endpoint_not_found") },
  },
  resendEvents: {
    operationId: "resendEvents",
    summary: "Send events again",
    description:
      "One event, or all of a time that the endpoint's filter lets through, oldest first, with the ids that they had. New events go before them.",
    tags,
    params: EndpointPath,
    body: Type.Ref(ResendEvents),
    response: {
      202: Type.Ref(ResendAccepted),
      ...problemResponses("malformed_body", "invalid_request", "endpoint_not_found", "event_not_found"),
    },
  },
  listEventAttempts: {
    operationId: "listEventAttempts",
    summary: "List attempts, newest first",
    description: "Kept for 14 days, and no more than the newest 10,000 of an endpoint.",
    tags,
    params: EndpointPath,
    querystring: ListEventAttempts,
    response: {
      200: Type.Ref(EventAttemptPage),
      ...problemResponses("invalid_request", "endpoint_not_found"),
    },
  },
} as const;
