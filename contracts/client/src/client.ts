import { createApplicants, type Applicants } from "./applicants.ts";
import { createEventEndpoints, type EventEndpoints } from "./event-endpoints.ts";
import { createEvents, type Events } from "./events/events.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import { createApi, type KycClientOptions } from "./transport/api.ts";

/** The gateway, as a product uses it. Throws `KycProblemError`, `KycConnectionError`, and what a given signal aborts with. */
export interface KycClient {
  readonly sessions: Sessions;
  readonly applicants: Applicants;
  readonly events: Events;
  readonly eventEndpoints: EventEndpoints;
}

/** Opens no connection. */
export function createKycClient(options: KycClientOptions): KycClient {
  const api = createApi(options);
  return {
    sessions: createSessions(api),
    applicants: createApplicants(api),
    events: createEvents(api),
    eventEndpoints: createEventEndpoints(api),
  };
}
