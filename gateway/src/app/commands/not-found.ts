import { NotConfiguredError } from "../../platform/validation/not-configured-error.ts";

export function sessionNotFound(sessionId: string): NotConfiguredError {
  return new NotConfiguredError(
    `There is no session ${sessionId}. \`kyc-gateway session list --tenant <name>\` shows a tenant's sessions.`,
  );
}

export function deliveryNotFound(deliveryId: string): NotConfiguredError {
  return new NotConfiguredError(
    `There is no delivery ${deliveryId}. \`kyc-gateway delivery list\` shows those that there are.`,
  );
}

/** The id is personal: it is not repeated. */
export function applicantNotFound(tenant: string): NotConfiguredError {
  return new NotConfiguredError(
    `Nothing is held about this person. Is the id the one that tenant ${tenant} uses?`,
  );
}
