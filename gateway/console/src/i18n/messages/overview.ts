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
  "overview.parked": [
    "Deliveries parked at {connection}: {count}",
    "{connection}: შეჩერებული შეტყობინება – {count}",
  ],
  "overview.parkedWhat": ["The oldest came {when}.", "უძველესი მოვიდა {when}."],
  "overview.held": ["{connection} is on hold", "{connection} შეჩერებულია"],
  "overview.review": ["Sessions that wait for a decision: {count}", "გადაწყვეტილებას ელოდება: {count}"],
  "overview.reviewWhat": ["The longest since {when}.", "ყველაზე დიდხანს {when}-დან."],
  "overview.deadErasures": ["Erasures that are stuck: {count}", "შეჩერებული წაშლა: {count}"],
  "overview.deadErasuresWhat": ["A provider did not confirm them.", "პროვაიდერმა არ დაადასტურა."],
  "overview.look": ["Look", "ნახვა"],
  "overview.providers": ["Providers", "პროვაიდერები"],
  "overview.today": ["Last 24 hours", "ბოლო 24 საათი"],
} as const satisfies MessageSet;
