import { endpointEventTypes, type EndpointEventType } from "@kyc-gateway/http-api";
import { code, renderTable } from "./table.ts";

const meanings: Readonly<Record<EndpointEventType, string>> = {
  "session.created": "a provider has a session, and the applicant has a link",
  "session.status_changed": "progress: the status changed, and it is no decision",
  "session.decided": "`APPROVED` or `REJECTED` for the first time",
  "session.decision_reversed": "a decision was replaced by the opposite one",
  "session.decision_confirmed": "a case that was taken up again ended as it was decided before",
  "session.reopened": "the provider took the case up again; the decision stays until it is replaced",
  "session.expired": "the time ran out, or the applicant gave up",
  "session.erased": "the session's data were erased",
  "applicant.expiring": "an approval ends soon, at `data.validUntil`",
  "applicant.expired": "an approval has ended",
  "watch.changed":
    "the lists say something new about a watched person, see `data.watchId`; the session's status stays",
  "applicant.message":
    "the provider asks you to send `data.content` to the applicant; posted once to endpoints that name this type, never stored, in no feed",
};

/** Every type of event. */
export function renderEventTypes(): string {
  return renderTable(
    ["`type`", "Meaning"],
    endpointEventTypes.map((type) => [code(type), meanings[type]]),
  );
}
