/** An identity verification that nobody starts lapses after seven days (Ondato docs, IDV statuses). */
export const SESSION_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;
