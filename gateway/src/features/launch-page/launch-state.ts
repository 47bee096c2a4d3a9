import { canRelaunch, isSettled, type Session } from "@kyc-gateway/core";

/** What an applicant can do with a session now. */
export type LaunchState =
  | { readonly kind: "open"; readonly url: string; readonly lapsesAt: Date | null }
  | { readonly kind: "lapsed"; readonly canRenew: boolean }
  | { readonly kind: "not_ready" | "waiting" | "over" };

/** What the page of a session says. `relaunches`: whether its provider gives fresh links. Nothing of a decision is told. */
export function findLaunchState(session: Session, relaunches: boolean, now: Date): LaunchState {
  const { status, launch, lapsesAt, reopenedAt } = session;
  if (status === "NOT_STARTED") return { kind: "not_ready" };
  if (status === "PENDING_REVIEW") return { kind: "waiting" };
  const isRenewable = canRelaunch(session) && relaunches;
  if (status === "EXPIRED") return { kind: "lapsed", canRenew: isRenewable };
  if (isSettled(status) && reopenedAt === null) return { kind: "over" };
  if (lapsesAt !== null && lapsesAt <= now) return { kind: "lapsed", canRenew: isRenewable };
  const url = readWebAddress(launch?.url);
  return url === undefined ? { kind: "not_ready" } : { kind: "open", url, lapsesAt };
}

/** A link that a browser opens as a page: whatever an adapter gave, it runs no script. */
function readWebAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === "https:" || protocol === "http:" ? href : undefined;
}
