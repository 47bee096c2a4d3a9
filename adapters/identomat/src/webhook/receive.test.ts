import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import adapter from "../index.ts";
import { createSettings, plainHost, token } from "../testing/connection.ts";
import { isMessageType } from "./callback-type.ts";
import { genuine, key, otherKey, readStored, receive, receiveJson } from "../testing/callbacks.ts";

const unauthentic = expect.objectContaining({ code: "webhook_unauthentic" });

describe("a stored callback", () => {
  it("is read again as it was, without its key", () => {
    const { webhooks } = adapter.connect(createSettings(), plainHost);
    const first = receiveJson({ ...genuine, callbackApiKey: key });
    if (first === undefined || !("storedBody" in first)) throw new Error("nothing is stored");
    expect(webhooks?.reread?.(first.storedBody)).toEqual(first);
  });
});

describe("a callback with a live key", () => {
  it.each([key, otherKey])("that names a session means: fetch it", (callbackApiKey) => {
    const reading = receiveJson({ ...genuine, callbackApiKey });
    expect(reading).toMatchObject({ kind: "session", sessionReference: token, eventType: "session-updated" });
    expect(reading).not.toHaveProperty("eventId");
  });

  it.each(["STATUS_CHANGED", "anything at all", "ონლაინ"])("of the unknown type %j is read alike", (type) => {
    expect(receiveJson({ ...genuine, type })).toMatchObject({ kind: "session", sessionReference: token });
  });

  it("without a type is read alike", () => {
    expect(receiveJson({ ...genuine, type: null })).toMatchObject({ kind: "session", eventType: "untyped" });
  });

  it("says only that something happened: a verdict in it is not looked at", () => {
    const reading = receiveJson({ ...genuine, result: "approved", status: "APPROVED" });
    expect(Object.keys(reading ?? {}).toSorted()).toEqual([
      "eventType",
      "kind",
      "sessionReference",
      "storedBody",
    ]);
  });

  it.each([undefined, null, "", 7, {}, [token], "../../begin", "a b", `${token}\n`, "x".repeat(129)])(
    "whose sessionId is %j is parked",
    (sessionId) => {
      expect(receiveJson({ ...genuine, sessionId })).toMatchObject({ kind: "unrecognised" });
    },
  );

  it("has its type bounded and cleaned", () => {
    const reading = receiveJson({ ...genuine, type: `evil\r\nlabel{}"${"x".repeat(1000)}` });
    expect(reading?.eventType).toMatch(/^[\w.:?-]{1,64}$/);
  });
});

describe("what is stored of a callback", () => {
  it("is the body without its key", () => {
    const reading = receiveJson({ ...genuine, time: "2026-05-04T10:00:00Z", data: { step: 2 } });
    const expected = {
      type: "session-updated",
      sessionId: token,
      time: "2026-05-04T10:00:00Z",
      data: { step: 2 },
    };
    expect(readStored(reading)).toEqual(expected);
  });

  it("has the key nowhere, at no depth and under no name", () => {
    const nested = { a: [{ callbackApiKey: key, CALLBACKAPIKEY: otherKey, note: `key=${otherKey};` }] };
    const reading = receiveJson({ ...genuine, nested, [key]: 1, company_key: "company-key-of-the-tests" });
    const text = JSON.stringify(readStored(reading));
    for (const secret of [key, otherKey, "company-key-of-the-tests"]) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/callbackApiKey/i);
  });

  it("is the value that was authenticated, when a name stands twice", () => {
    const text = `{"callbackApiKey":"wrong","sessionId":"first0000000000000","callbackApiKey":"${key}","sessionId":"${token}"}`;
    const reading = receive(text);
    expect(reading).toMatchObject({ kind: "session", sessionReference: token });
    expect(readStored(reading)).toEqual({ sessionId: token });
  });

  it("survives nesting deeper than the stack", () => {
    const deep = `${'{"a":'.repeat(30_000)}1${"}".repeat(30_000)}`;
    expect(receive(`{"callbackApiKey":"${key}","sessionId":"${token}","deep":${deep}}`)).toMatchObject({
      kind: "session",
    });
  });

  it("never holds a live key, whatever the body", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (members, text) => {
        const reading = receiveJson({ ...members, note: `${text}${key}${text}`, ...genuine });
        expect(JSON.stringify(readStored(reading))).not.toContain(key);
      }),
    );
  });
});

describe("a message for the applicant", () => {
  it.each([
    "one-time-password-request",
    "email-one-time-password-request",
    "share-session-link-via-sms",
    "share-session-link-via-email",
    "ONE_TIME_PASSWORD_REQUEST",
    "share-session-link-via-carrier-pigeon",
    "One-Time-Password-Request",
    "oneTimePasswordRequest",
    "OneTimePasswordRequest",
    "one.time.password.request",
    "ShareSessionLinkViaSms",
    "telegram-one-time-password-request",
    "onetimepasswordrequest",
    "otp-request",
  ])("of the type %s is taken and nothing of it is kept", (type) => {
    const message = {
      ...genuine,
      type,
      phoneNumber: "+995500000000",
      code: "135790",
      link: "https://example.com/x",
    };
    expect(receiveJson(message)).toEqual({ kind: "ignored", eventType: type });
  });

  it.each([
    ["session-updated", false],
    ["one-time-password", false],
    ["not-one-time-password-requested", false],
  ])("is not what the type %s names", (type, expected) => {
    expect(isMessageType(type)).toBe(expected);
  });

  it.each(["login-code", "SmsCode", null, "ონლაინ"])(
    "under the unknown type %j leaves nothing of itself behind",
    (type) => {
      const contents = {
        code: "135790",
        phoneNumber: "+995500000000",
        data: { Link: "https://example.com/x", otp: 1 },
      };
      const reading = receiveJson({ ...genuine, type, ...contents });
      expect(reading).toMatchObject({ kind: "session", sessionReference: token });
      expect(JSON.stringify(readStored(reading))).not.toMatch(/135790|995500000000|example\.com|otp/);
    },
  );

  it("without a live key is refused like any other", () => {
    const forged = { type: "one-time-password-request", callbackApiKey: "forged" };
    expect(() => receiveJson(forged)).toThrow(unauthentic);
  });
});
