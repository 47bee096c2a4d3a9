/** What other features may use of this one. */
export { reportAll } from "./analytics-report.service.ts";
export { readQuestion } from "./read-question.ts";
