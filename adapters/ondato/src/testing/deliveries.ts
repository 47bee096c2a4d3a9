import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import type { Delivery } from "@kyc-gateway/adapter-spec/v1";
import { NOW_MS } from "./connection.ts";

export const NOW_SECONDS = NOW_MS / 1000;
export const IDV_ID = "89e50d98-c556-4818-8562-3cd98608bf09";
export const KYC_ID = "9ac12241-4333-46b0-8aa6-0b49e5444539";
export const EVENT_ID = "45a51829-965c-49ac-8fbb-940aa3d8486f";

/** An envelope as Ondato sends it, with a person in its payload. */
export const APPROVED = {
  id: EVENT_ID,
  applicationId: "d73da14e-a6b9-4bb1-b9df-f3b40ba1ed34",
  createdUtc: "2026-05-04T09:59:58.4886646Z",
  payload: {
    id: KYC_ID,
    identityVerificationId: IDV_ID,
    status: "Approved",
    statusReason: "AutomaticallyIdentified",
    document: { firstName: "JANE", lastName: "SPECIMEN", personalCode: "39012310000" },
  },
  type: "KycIdentification.Approved",
};

/** What every refusal says. */
export const UNAUTHENTIC = "the webhook is not proven to be Ondato's";

export const BODY = JSON.stringify(APPROVED);

export function computeSignature(secret: string, time: number | string, body: string | Uint8Array): string {
  return createHmac("sha256", secret).update(`${time}.`).update(body).digest("hex");
}

export function signHeader(secret: string, time: number | string, body: string | Uint8Array): string {
  return `t=${time}, s=${computeSignature(secret, time, body)}`;
}

export function encodeBasic(username: string, password: string, charset: BufferEncoding = "utf8"): string {
  return `Basic ${Buffer.from(`${username}:${password}`, charset).toString("base64")}`;
}

export function createDelivery(
  headers: Delivery["headers"],
  body: string | Uint8Array = BODY,
  remoteAddress = "20.31.10.47",
): Delivery {
  return { headers, rawBody: Buffer.from(body), remoteAddress };
}
