import type { MessageSet } from "../message.ts";

export const settings = {
  "settings.lead": [
    "Your own preferences, and what is configured for each tenant.",
    "თქვენი პარამეტრები და ორგანიზაციების კონფიგურაცია.",
  ],
  "settings.you": ["You", "თქვენ"],
  "settings.name": ["Name", "სახელი"],
  "settings.role": ["Role", "როლი"],
  "settings.permissions": ["What you may do", "რისი უფლება გაქვთ"],
  "settings.preferences": ["Preferences", "პარამეტრები"],
  "settings.tenants": ["Tenants", "ორგანიზაციები"],
  "settings.keys": ["API keys of {tenant}", "{tenant}: API გასაღებები"],
  "settings.noKeys": ["This tenant has no key", "ამ ორგანიზაციას გასაღები არ აქვს"],
  "settings.keyName": ["Key", "გასაღები"],
  "settings.scopes": ["Scopes", "უფლებები"],
  "settings.created": ["Created", "შექმნილია"],
  "settings.lastUsed": ["Last used", "ბოლო გამოყენება"],
  "settings.retention": ["Retention", "შენახვის ვადა"],
  "settings.retentionNote": ["What the next nightly run deletes.", "რას წაშლის მომდევნო ღამის გაშვება."],
  "settings.class": ["Class of data", "მონაცემთა კლასი"],
  "settings.days": ["Days", "დღე"],
  "settings.due": ["Due", "წასაშლელი"],
  "settings.heldRows": ["Held", "დაკავებული"],
  "settings.holds": ["Legal holds", "სამართლებრივი დაკავება"],
  "settings.noHolds": ["Nothing is held", "არაფერია დაკავებული"],
  "settings.erasures": [
    "Erasures that no provider has confirmed yet",
    "წაშლები, რომლებიც პროვაიდერს ჯერ არ დაუდასტურებია",
  ],
  "settings.noErasures": ["Every erasure is done", "ყველა წაშლა დასრულებულია"],
} as const satisfies MessageSet;
