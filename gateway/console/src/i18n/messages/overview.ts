import type { MessageSet } from "../message.ts";

export const overview = {
  "overview.lead": [
    "What needs somebody now, and the last 24 hours.",
    "რა საჭიროებს ყურადღებას ახლა და ბოლო 24 საათი.",
  ],
  "overview.attention": ["Needs attention", "საჭიროებს ყურადღებას"],
  "overview.calm": ["Nothing needs attention", "ყურადღებას არაფერი საჭიროებს"],
  "overview.calmWhat": [
    "Every provider is in service, every webhook was understood, nothing waits for a decision.",
    "ყველა პროვაიდერი მუშაობს, ყველა შეტყობინება გაგებულია, გადაწყვეტილებას არაფერი ელოდება.",
  ],
  "overview.oldest": ["The oldest: {when}.", "უძველესი: {when}."],
  "overview.look": ["Look", "ნახვა"],
  "overview.providers": ["Providers", "პროვაიდერები"],
  "overview.today": ["Last 24 hours", "ბოლო 24 საათი"],
  "attention.sessions_in_review": [
    "Sessions that wait for a decision: {count}",
    "გადაწყვეტილებას ელოდება: {count}",
  ],
  "attention.deliveries_parked": ["Parked deliveries: {count}", "შეჩერებული შეტყობინებები: {count}"],
  "attention.deliveries_unmatched": [
    "Deliveries whose session is not known: {count}",
    "შეტყობინებები უცნობი სესიით: {count}",
  ],
  "attention.connections_unusable": [
    "Connections that cannot be used as configured: {count}",
    "გამოუსადეგარი კავშირები: {count}",
  ],
  "attention.connections_failing": ["Providers that fail: {count}", "პროვაიდერები შეცდომით: {count}"],
  "attention.connections_held": ["Connections on hold: {count}", "შეჩერებული კავშირები: {count}"],
  "attention.erasures_dead": ["Erasures that are stuck: {count}", "შეჩერებული წაშლა: {count}"],
  "attention.jobs_dead": ["Jobs that have given up: {count}", "ჩავარდნილი დავალებები: {count}"],
  "attention.endpoints_disabled": [
    "Event endpoints that get nothing any more: {count}",
    "გათიშული მისამართები: {count}",
  ],
  "attention.endpoints_warned": [
    "Event endpoints whose posts fail: {count}",
    "მისამართები შეცდომით: {count}",
  ],
} as const satisfies MessageSet;
