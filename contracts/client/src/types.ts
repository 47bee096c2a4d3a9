import type { components, operations } from "./generated/api.ts";

type Schemas = components["schemas"];

/** A word of a newer gateway that this version of the client does not know. Have a default branch for it. */
export type UnknownWord = string & Record<never, never>;
/** A stable problem code. `/docs/problems` of a gateway says what to do about each. */
export type ProblemCode = Schemas["ProblemCode"];
/** What went wrong, as the gateway writes it (RFC 9457). */
export type Problem = Schemas["Problem"];
/** One place of a request that must change. */
export type ProblemIssue = NonNullable<Problem["issues"]>[number];

/** What a session is created with. */
export type CreateSession = Schemas["CreateSession"];
/** One verification. */
export type Session = Schemas["Session"];
/** Where a session stands. */
export type SessionStatus = Schemas["SessionStatus"];
/** The normalised result of a session. Personal data. */
export type SessionResult = Schemas["SessionResult"];
/** What happened to a session, and why its provider was chosen. */
export type Timeline = Schemas["Timeline"];
/** The files of a session that its provider holds. */
export type EvidenceList = Schemas["EvidenceList"];
/** A person, over all sessions. */
export type Applicant = Schemas["Applicant"];
/** Everything that is held about a person. Personal data. */
export type ApplicantExport = Schemas["ApplicantExport"];
/** What was asked to be erased, and how far it is. */
export type Erasure = Schemas["Erasure"];
/** Which connection would serve a request, and why. */
export type RoutePreview = Schemas["RoutePreview"];
/** One fact about a session or an applicant. No personal data. */
export type Event = Schemas["Event"];
/** The type of an event. */
export type EventType = Schemas["EventType"];
/** What only tries an endpoint out. */
export type TestEvent = Schemas["TestEvent"];
/** A page of the feed, the oldest event first. */
export type EventPage = Schemas["EventPage"];
/** Where events are posted. */
export type EventEndpoint = Schemas["EventEndpoint"];
/** An endpoint with the keys that are shown this once. */
export type NewEventEndpoint = Schemas["NewEventEndpoint"];
/** What an endpoint is made with. */
export type CreateEventEndpoint = Schemas["CreateEventEndpoint"];
/** What an endpoint is changed to. */
export type ChangeEventEndpoint = Schemas["ChangeEventEndpoint"];
/** How an endpoint's keys are replaced. */
export type RotateSigningKey = Schemas["RotateSigningKey"];
/** A key that is shown this once. */
export type NewSigningKey = Schemas["NewSigningKey"];
/** Which events are posted again. */
export type ResendEvents = Schemas["ResendEvents"];
/** That they will be. */
export type ResendAccepted = Schemas["ResendAccepted"];
/** One POST of an event to an endpoint. */
export type EventAttempt = Schemas["EventAttempt"];

type QueryOf<Name extends keyof operations> = NonNullable<operations[Name]["parameters"]["query"]>;
/** Which sessions are listed. */
export type ListSessions = Omit<QueryOf<"listSessions">, "cursor">;
/** Which attempts are listed. */
export type ListAttempts = Omit<QueryOf<"listEventAttempts">, "cursor">;
/** Which part of the feed is read. */
export type ListEvents = QueryOf<"listEvents">;
