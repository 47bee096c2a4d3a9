/** Every await between "a product asks" and "the outcome is committed", in order. */
export const crashPoints = {
  intent_not_sent: "before the intent is sent to the database",
  intent_committed: "the intent is committed, the gateway has not heard of it",
  provider_not_called: "the gateway knows of its intent, the provider is not called",
  provider_answered: "the provider has answered, its answer is not read",
  session_known: "the gateway knows the provider's session, the outcome is not sent",
  outcome_committed: "the outcome is committed, the gateway has not heard of it",
} as const;

export type CrashPoint = keyof typeof crashPoints;

export function isCrashPoint(name: string | undefined): name is CrashPoint {
  return name !== undefined && Object.hasOwn(crashPoints, name);
}
