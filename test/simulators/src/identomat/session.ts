import { randomBytes } from "node:crypto";
import type { IdentomatCompany } from "./options.ts";

/** The provider's words, lower case; `result/` may answer them in upper case. */
export type IdentomatStatus =
  | "in_progress"
  | "approved"
  | "rejected"
  | "manual_check"
  | "disagreed_with_terms";

export interface Activity {
  readonly id: string;
  readonly type: string;
  readonly time: string;
}

export interface RejectReason {
  readonly value: string;
  readonly description: string;
}

/** Only what the simulator needs to know of the `flags`. */
export interface LaunchFlags {
  readonly returnUrl: string | undefined;
  readonly language: string;
  readonly skipsAgreement: boolean;
  readonly documentTypes: readonly string[];
}

export interface IdentomatSession {
  /** The session token. */
  readonly id: string;
  readonly company: IdentomatCompany;
  readonly clientUserId: string | null;
  readonly name: string | null;
  readonly configId: string | null;
  readonly parentId: string | null;
  readonly groupId: string | null;
  readonly flags: LaunchFlags;
  readonly stepTypes: readonly string[];
  readonly createdMs: number;
  readonly lapsesMs: number;
  readonly opensMs: number;
  status: IdentomatStatus;
  isStarted: boolean;
  userAgent: string | null;
  rejectReason: RejectReason | null;
  comment: string;
  changedMs: number;
  changes: number;
  isDeleted: boolean;
  isCallEnded: boolean;
  activities: readonly Activity[];
}

const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
const tokenLength = 40;

/** 40 characters, lower-case letters and digits, as in the provider's examples. */
export function createToken(): string {
  let token = "";
  for (const byte of randomBytes(tokenLength)) token += alphabet[byte % alphabet.length];
  return token;
}

export function createObjectId(): string {
  return randomBytes(12).toString("hex");
}

export function hasLapsed(session: IdentomatSession, nowMs: number): boolean {
  return session.status === "in_progress" && nowMs >= session.lapsesMs;
}
