/** Where an endpoint of the API reference is reached from. */
export interface EndpointUse {
  /** Of the adapter's connection. */
  readonly method: string;
  /** Of the gateway. */
  readonly route: string;
}

const evidence = (route = "GET /v1/sessions/{sessionId}/evidence/{evidenceId}"): EndpointUse => ({
  method: "evidence.open",
  route,
});
const documents: EndpointUse = { method: "documents.read", route: "POST /v1/document-readings" };
const operator = (method: string, route: string): EndpointUse => ({
  method: `operators.${method}`,
  route: route.replace(" ", " /admin/v1/connections/{connection}/"),
});

/** Every endpoint of the API reference: the paths as it prints them. */
export const endpoints: Readonly<Record<string, EndpointUse>> = {
  "begin/": { method: "sessions.start", route: "POST /v1/sessions" },
  "result/": { method: "sessions.read", route: "POST /v1/sessions/{sessionId}/refresh" },
  "delete/": { method: "sessions.erase", route: "DELETE /v1/sessions/{sessionId}" },
  "export-session-as-pdf": { method: "reports.open", route: "GET /v1/sessions/{sessionId}/report" },
  "result/card-front/": evidence(),
  "result/card-back/": evidence(),
  "result/passport/": evidence(),
  "result/face/": evidence(),
  "result/face-video/": evidence(),
  "result/face-document/": evidence(),
  "result/general-document/": evidence(),
  "get-session-main-document-face-photo": evidence(),
  "list-session-activities": { method: "activity.list", route: "GET /v1/sessions/{sessionId}/activity" },
  "get-session-statistical-summary": {
    method: "activity.summarise",
    route: "GET /v1/sessions/{sessionId}/activity",
  },
  "get-visual-markers": evidence(),
  "get-question-file": evidence(),
  "search-screening-person": { method: "screening.search", route: "POST /v1/screenings" },
  "get-screening-person-details": {
    method: "screening.describe",
    route: "GET /v1/screenings/subjects/{subjectId}",
  },
  "monitor-screening-query": { method: "screening.watch", route: "POST /v1/watches" },
  "remove-screening-query-from-monitoring": {
    method: "screening.unwatch",
    route: "DELETE /v1/watches/{watchId}",
  },
  "list-screening-monitoring-records": {
    method: "screening.listChanges",
    route: "event watch.changed, GET /v1/watches",
  },
  "add-blacklist-record": { method: "blocklist.add", route: "POST /v1/blocklist" },
  "remove-blacklist-record": { method: "blocklist.remove", route: "DELETE /v1/blocklist/{entryId}" },
  "list-blacklist-records": { method: "blocklist.list", route: "POST /v1/blocklist" },
  "get-video-call-shots": evidence(),
  "get-video-call-videos": evidence(),
  "end-video-call": { method: "calls.end", route: "POST /v1/sessions/{sessionId}/call/end" },
  "list-groups": operator("groups.list", "GET operator-groups"),
  "make-group": operator("groups.create", "POST operator-groups"),
  "change-group": operator("groups.change", "PATCH operator-groups/{groupId}"),
  "delete-group": operator("groups.remove", "DELETE operator-groups/{groupId}"),
  "list-users": operator("list", "GET operators"),
  "create-user": operator("create", "POST operators"),
  "get-session-config": {
    method: "configurations.read",
    route: "GET /admin/v1/connections/{connection}/configurations",
  },
  "card/front/": documents,
  "card/back/": documents,
  "license/front/": documents,
  "license/back/": documents,
  "residence/front/": documents,
  "residence/back/": documents,
  "passport/": documents,
  "compare-faces": { method: "faces.compare", route: "POST /v1/face-comparisons" },
};
