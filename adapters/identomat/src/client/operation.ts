/** A method of the widget's host by its path, with a slash at its end (API reference). */
export type WidgetOperation =
  | "begin/"
  | "result/"
  | "delete/"
  | `result/${string}/`
  | "card/front/"
  | "card/back/"
  | "license/front/"
  | "license/back/"
  | "residence/front/"
  | "residence/back/"
  | "passport/";

/** A method of the other host by its path, without a slash at its end. */
export type ExternalOperation =
  | "export-session-as-pdf"
  | "get-session-main-document-face-photo"
  | "get-visual-markers"
  | "get-question-file"
  | "get-video-call-shots"
  | "get-video-call-videos"
  | "end-video-call"
  | "list-session-activities"
  | "get-session-statistical-summary"
  | "search-screening-person"
  | "get-screening-person-details"
  | "monitor-screening-query"
  | "remove-screening-query-from-monitoring"
  | "list-screening-monitoring-records"
  | "add-blacklist-record"
  | "remove-blacklist-record"
  | "list-blacklist-records"
  | "list-groups"
  | "make-group"
  | "change-group"
  | "delete-group"
  | "list-users"
  | "create-user"
  | "get-session-config"
  | "compare-faces";

export type Operation = WidgetOperation | ExternalOperation;

export function isExternal(operation: Operation): operation is ExternalOperation {
  return !operation.endsWith("/");
}
