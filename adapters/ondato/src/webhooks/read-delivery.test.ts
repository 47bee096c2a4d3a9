import { Buffer } from "node:buffer";
import type { ParsedWebhook } from "@kyc-gateway/adapter-spec/v1";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headerTexts } from "../testing/arbitrary-text.ts";
import { connectTo } from "../testing/connection.ts";
import {
  APPROVED,
  createDelivery,
  EVENT_ID,
  IDV_ID,
  KYC_ID,
  NOW_SECONDS,
  signHeader,
  UNAUTHENTIC,
} from "../testing/deliveries.ts";

const SECRET = "webhook-secret-1";
const { connection } = connectTo("http://127.0.0.1:1");

function receive(body: unknown) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const reading = connection.webhooks?.receive(
    createDelivery({ "ondato-signature": signHeader(SECRET, NOW_SECONDS, text) }, text),
  );
  if (!reading) throw new Error("the connection has no webhooks");
  return reading;
}

/** What a stored body is read as, once more. */
function reread(reading: ParsedWebhook): ParsedWebhook | undefined {
  if (!("storedBody" in reading)) throw new Error("nothing is stored");
  return connection.webhooks?.reread?.(reading.storedBody);
}

function readStored(body: unknown): unknown {
  const reading = receive(body);
  return "storedBody" in reading ? JSON.parse(Buffer.from(reading.storedBody).toString()) : undefined;
}

function countStoredBytes(reading: ParsedWebhook): number {
  return "storedBody" in reading ? reading.storedBody.byteLength : 0;
}

/** A payload that names no session. */
const NAMELESS = { payload: { id: KYC_ID, document: APPROVED.payload.document } };

const idvEvent = (type: string) => ({ ...APPROVED, type, payload: { id: IDV_ID, status: "Completed" } });

describe("webhooks.receive", () => {
  it.each([
    "IdentityVerification.StatusChanged",
    "IdentityVerification.Consented",
    "Idv.StatusChanged",
    "Idv.Consented",
  ])("takes %s as a hint to the session that its payload is", (eventType) => {
    expect(receive(idvEvent(eventType))).toMatchObject({
      kind: "session",
      sessionReference: IDV_ID,
      eventId: EVENT_ID,
      eventType,
    });
  });

  it.each(["Created", "Processed", "Approved", "Rejected", "Updated"])(
    "takes KycIdentification.%s as a hint to the session that its payload names",
    (event) => {
      const eventType = `KycIdentification.${event}`;
      const { id } = APPROVED.payload;
      expect(id).toBe(KYC_ID);
      expect(receive({ ...APPROVED, type: eventType })).toMatchObject({
        kind: "session",
        sessionReference: IDV_ID,
        eventId: EVENT_ID,
        eventType,
      });
    },
  );

  it.each([
    "KycIdentification.Escalated",
    "kycIdentification.approved",
    "KYC_IDENTIFICATION.APPROVED",
    "KycIdentification.Document.Updated",
    "KycIdentification.Redacted",
    "KycIdentification:Updated",
    "KycIdentification",
    "Watchlist.Hit",
    "constructor",
  ])("takes %s for a hint, too: what the payload names is the session", (eventType) => {
    expect(receive({ ...APPROVED, type: eventType })).toMatchObject({
      kind: "session",
      sessionReference: IDV_ID,
      eventId: EVENT_ID,
      eventType,
    });
  });

  it.each([
    "IdentityVerification.statuschanged",
    "identityverification.StatusChanged",
    "IDENTITY_VERIFICATION.STATUS_CHANGED",
    "IdentityVerification.Redacted",
    "IdentityVerification.Document.Updated",
    "IdentityVerification",
    "idv.consented",
  ])("takes %s for a hint, too: its payload is the session", (eventType) => {
    expect(receive(idvEvent(eventType))).toMatchObject({
      kind: "session",
      sessionReference: IDV_ID,
      eventType,
    });
  });

  it.each([undefined, null, 7, ""])(
    "takes an envelope of type %j for a hint to the session it names",
    (type) => {
      expect(receive({ ...APPROVED, type })).toMatchObject({
        kind: "session",
        sessionReference: IDV_ID,
        eventType: "untyped",
      });
    },
  );

  it("stores ids, type, time and status, and nothing of the person", () => {
    expect(readStored(APPROVED)).toEqual({
      id: EVENT_ID,
      applicationId: "d73da14e-a6b9-4bb1-b9df-f3b40ba1ed34",
      type: "KycIdentification.Approved",
      createdUtc: "2026-05-04T09:59:58.4886646Z",
      payload: {
        id: KYC_ID,
        identityVerificationId: IDV_ID,
        status: "Approved",
        statusReason: "AutomaticallyIdentified",
      },
    });
  });

  it.each([
    "KybIdentification.Created",
    "KybIdentification.Approved",
    "KybIdentification.Document.Uploaded",
    "Form.Created",
    "Form.StatusChanged",
    "form.statuschanged",
    "KYB_IDENTIFICATION.CREATED",
  ])("ignores %s, and stores nothing of it", (eventType) => {
    expect(receive({ ...APPROVED, type: eventType })).toEqual({ kind: "ignored", eventType });
  });

  it("reads an envelope in PascalCase, as parts of the documentation print it", () => {
    const { id, type, createdUtc, payload } = APPROVED;
    const pascal = { Id: id, Type: type, CreatedUtc: createdUtc, IsDelivered: false, Payload: payload };
    expect(receive(pascal)).toMatchObject({ kind: "session", sessionReference: IDV_ID, eventId: EVENT_ID });
  });

  it.each<[string, unknown, string]>([
    [
      "an event nobody knows",
      { ...APPROVED, ...NAMELESS, type: "KycIdentification.Archived" },
      "KycIdentification.Archived",
    ],
    ["a resource nobody knows", { ...APPROVED, ...NAMELESS, type: "Watchlist.Hit" }, "Watchlist.Hit"],
    ["a foreign resource without event", { ...APPROVED, ...NAMELESS, type: "Form" }, "Form"],
    [
      "a type that is a member of every object",
      { ...APPROVED, ...NAMELESS, type: "constructor" },
      "constructor",
    ],
    [
      "a type with signs",
      { ...APPROVED, ...NAMELESS, type: "Jane <jane@example.com>" },
      "Jane??jane?example.com?",
    ],
    ["no type", { ...APPROVED, ...NAMELESS, type: undefined }, "unreadable"],
    ["no payload", { ...APPROVED, payload: null }, "KycIdentification.Approved"],
    [
      "an identification of no session",
      { ...APPROVED, payload: { id: KYC_ID } },
      "KycIdentification.Approved",
    ],
    [
      "a session named by a path",
      { ...APPROVED, payload: { identityVerificationId: "../x" } },
      "KycIdentification.Approved",
    ],
    ["no JSON", "{", "unreadable"],
    ["an empty body", "", "unreadable"],
    ["a list", [APPROVED], "unreadable"],
    ["null", null, "unreadable"],
  ])("parks %s", (_, body, eventType) => {
    expect(receive(body)).toMatchObject({ kind: "unrecognised", eventType });
  });

  it("parks without the person too", () => {
    const stored = JSON.stringify(
      readStored({ ...APPROVED, ...NAMELESS, type: "KycIdentification.Archived" }),
    );
    for (const personal of ["JANE", "SPECIMEN", "39012310000"]) expect(stored).not.toContain(personal);
  });

  it("has no event id where the envelope has none that can be one", () => {
    for (const id of [undefined, null, 7, "", "two words", "x".repeat(129)]) {
      expect(receive({ ...APPROVED, id })).not.toHaveProperty("eventId");
    }
  });

  it("reads every authentic body without throwing, into a type of bounded length and a small stored body", () => {
    const texts = fc.oneof(
      headerTexts,
      fc.json(),
      fc
        .record({ id: fc.anything(), type: fc.anything(), payload: fc.anything() }, { requiredKeys: [] })
        .map((envelope) => JSON.stringify(envelope) ?? ""),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const reading = receive(text);
        expect(reading.eventType).toMatch(/^[\w.:?-]{1,64}$/);
        expect(countStoredBytes(reading)).toBeLessThan(1500);
        if (reading.kind !== "ignored") expect(reread(reading)).toEqual(reading);
      }),
    );
  });
});

describe("webhooks.receive with source addresses", () => {
  const { connection: guarded } = connectTo("http://127.0.0.1:1", {
    sourceAddresses: ["documented", "198.51.100.0/24"],
  });
  const text = JSON.stringify(APPROVED);
  const headers = { "ondato-signature": signHeader(SECRET, NOW_SECONDS, text) };
  const receiveFrom = (address: string) => guarded.webhooks?.receive(createDelivery(headers, text, address));

  it.each([
    "20.31.10.47",
    "20.31.227.231",
    "20.76.229.117",
    "20.76.229.248",
    "213.226.187.101",
    "::ffff:20.31.10.47",
    "198.51.100.7",
  ])("accepts one from %s", (address) => {
    expect(receiveFrom(address)).toMatchObject({ kind: "session" });
  });

  it.each(["20.31.10.48", "127.0.0.1", "::1", "", "unknown", "20.31.10.47, 10.0.0.1", "20.31.10.47:443"])(
    "refuses one from %j, however well signed",
    (address) => {
      expect(() => receiveFrom(address)).toThrow(expect.objectContaining({ code: "webhook_unauthentic" }));
    },
  );

  it("takes no header's word for the address", () => {
    const spoofed = { ...headers, "x-forwarded-for": "20.31.10.47" };
    expect(() => guarded.webhooks?.receive(createDelivery(spoofed, text, "203.0.113.9"))).toThrow(
      UNAUTHENTIC,
    );
  });

  it("does not take the address for a signature", () => {
    expect(() => guarded.webhooks?.receive(createDelivery({}, text, "20.31.10.47"))).toThrow(UNAUTHENTIC);
  });
});
