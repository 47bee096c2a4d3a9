import { retryScheduleText } from "../../../gateway/src/features/events/dispatch/retry-schedule.ts";

/** When an event that an endpoint did not take is posted again. */
export function renderEventRetries(): string {
  return `An event that is not taken with a 2xx is posted again ${retryScheduleText}.`;
}
