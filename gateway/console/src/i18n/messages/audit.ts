import type { MessageSet } from "../message.ts";

export const audit = {
  "audit.lead": [
    "Who changed what, and who read whose claims. Entries are chained: one that is altered or removed shows.",
    "ვინ რა შეცვალა და ვინ ვისი მონაცემები წაიკითხა. ჩანაწერები ჯაჭვურია: შეცვლა ან წაშლა გამოჩნდება.",
  ],
  "audit.none": ["No entry matches", "შესაბამისი ჩანაწერი არ არის"],
  "audit.who": ["Who", "ვინ"],
  "audit.action": ["Action", "ქმედება"],
  "audit.subject": ["Subject", "საგანი"],
  "audit.since": ["Since", "დან"],
  "audit.subjectHint": ["For example: session 0198…", "მაგალითად: session 0198…"],
  "audit.head": [
    "Entries: {count}. The chain ends in {hash}.",
    "ჩანაწერები: {count}. ჯაჭვი მთავრდება: {hash}.",
  ],
  "audit.changes": ["Values: {count}", "მნიშვნელობები: {count}"],
  "audit.detail": ["What changed", "რა შეიცვალა"],
} as const satisfies MessageSet;
