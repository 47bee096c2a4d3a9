import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSettings, token } from "../testing/connection.ts";
import { genuine, key, otherKey, readStored, receive, receiveJson } from "../testing/callbacks.ts";

const unauthentic = expect.objectContaining({ code: "webhook_unauthentic" });

const wrongKeys: readonly [string, unknown][] = [
  ["absent", undefined],
  ["null", null],
  ["empty", ""],
  ["a space", " "],
  ["true", true],
  ["false", false],
  ["zero", 0],
  ["a number", 12_345],
  ["an array of it", [key]],
  ["an array of both", [key, otherKey]],
  ["an object of it", { callbackApiKey: key }],
  ["an object that would print as it", { toString: key }],
  ["an empty object", {}],
  ["an empty array", []],
  ["in upper case", key.toUpperCase()],
  ["with one letter in another case", key.replace("k", "K")],
  ["short of its last letter", key.slice(0, -1)],
  ["short of its first letter", key.slice(1)],
  ["with a letter more", `${key}x`],
  ["with a space after", `${key} `],
  ["with a space before", ` ${key}`],
  ["with a line feed after", `${key}\n`],
  ["with a NUL after", `${key}\0`],
  ["with its last letter changed", `${key.slice(0, -1)}~`],
  ["with a look-alike letter", key.replace("a", "а")],
  ["with a zero-width space", `${key}\u200b`],
  ["decomposed with an accent", `${key}\u0301`],
  ["both keys together", `${key}${otherKey}`],
  ["both keys with a comma", `${key},${otherKey}`],
  ["the company key", "company-key-of-the-tests"],
  ["in base64", Buffer.from(key).toString("base64")],
  ["percent-encoded", encodeURIComponent(key).replace("-", "%2D")],
  ["a pattern that matches it", ".*"],
  ["undefined as text", "undefined"],
  ["huge", key.repeat(10_000)],
];

describe("a callback is refused when its key is", () => {
  it.each(wrongKeys)("%s", (_, callbackApiKey) => {
    expect(() => receiveJson({ ...genuine, callbackApiKey })).toThrow(unauthentic);
  });

  it.each([
    ["under another name", { ...genuine, callbackApiKey: undefined, callbackapikey: key }],
    ["under the name of the company key", { company_key: key, sessionId: token }],
    ["a level deeper", { data: genuine }],
    ["in an array", [genuine]],
    ["in a text", JSON.stringify(genuine)],
  ])("%s", (_, body) => {
    expect(() => receiveJson(body)).toThrow(unauthentic);
  });
});

const text = JSON.stringify(genuine);

const hostileBodies: readonly [string, Uint8Array | string][] = [
  ["empty", ""],
  ["blank", " \n"],
  ["cut short", text.slice(0, -1)],
  ["followed by rubbish", `${text}x`],
  ["followed by another object", `${text}${text}`],
  ["followed by a NUL", `${text}\0`],
  ["begun with a byte order mark", `\ufeff${text}`],
  ["UTF-16, little endian", Buffer.from(text, "utf16le")],
  ["UTF-16 with its mark", Buffer.from(`\ufeff${text}`, "utf16le")],
  ["not UTF-8", Buffer.concat([Buffer.from(text.slice(0, -2)), Uint8Array.of(0xff), Buffer.from('"}')])],
  [
    "an overlong encoding",
    Buffer.concat([Buffer.from('{"a":"'), Uint8Array.of(0xc0, 0xaf), Buffer.from(`",${text.slice(1)}`)]),
  ],
  [
    "a lone surrogate in UTF-8",
    Buffer.concat([
      Buffer.from('{"a":"'),
      Uint8Array.of(0xed, 0xa0, 0x80),
      Buffer.from(`",${text.slice(1)}`),
    ]),
  ],
  ["null", "null"],
  ["true", "true"],
  ["a number", "1"],
  ["a form", `callbackApiKey=${key}&sessionId=${token}`],
  ["a multipart form", `--b\r\nContent-Disposition: form-data; name="callbackApiKey"\r\n\r\n${key}\r\n--b--`],
  ["XML", `<callbackApiKey>${key}</callbackApiKey>`],
  ["with single quotes", text.replaceAll('"', "'")],
  ["with a comment", `${text.slice(0, -1)}/**/}`],
  ["with a comma at its end", `${text.slice(0, -1)},}`],
  ["compressed", Uint8Array.of(0x1f, 0x8b, 0x08, 0x00)],
  ["with the key on its prototype", `{"__proto__":{"callbackApiKey":"${key}"},"sessionId":"${token}"}`],
  [
    "with the key on its constructor",
    `{"constructor":{"prototype":{"callbackApiKey":"${key}"}},"sessionId":"${token}"}`,
  ],
  [
    "with the key twice, the last one wrong",
    `{"callbackApiKey":"${key}","callbackApiKey":"wrong","sessionId":"${token}"}`,
  ],
  ["huge", `{"callbackApiKey":"wrong","x":"${"x".repeat(2_000_000)}"}`],
  ["nested very deep", "[".repeat(200_000)],
];

describe("a callback is refused when its body is", () => {
  it.each(hostileBodies)("%s", (_, body) => {
    expect(() => receive(body)).toThrow(unauthentic);
  });

  it("anything at all without a live key", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((json) => Buffer.from(json)),
        ),
        (body) => {
          expect(() => receive(body)).toThrow(unauthentic);
        },
      ),
    );
  });
});

describe("settings without a callback key", () => {
  const { callbackApiKeys: _, ...keyless } = createSettings();

  it("refuse every callback", () => {
    expect(() => receiveJson(genuine, keyless)).toThrow(unauthentic);
    expect(() => receiveJson({ ...genuine, callbackApiKey: "" }, keyless)).toThrow(unauthentic);
  });

  it("that accept callbacks unauthenticated still want a body, and still keep no key", () => {
    const open = { ...keyless, acceptUnauthenticatedCallbacks: true };
    const reading = receiveJson(genuine, open);
    expect(reading).toMatchObject({ kind: "session", sessionReference: token });
    expect(JSON.stringify(readStored(reading))).not.toContain(key);
    expect(() => receive("null", open)).toThrow(unauthentic);
  });
});

it("says nothing of keys or contents in a refusal", () => {
  try {
    receiveJson({ ...genuine, callbackApiKey: "presented-key" });
  } catch (error) {
    const said = JSON.stringify([error, error instanceof Error ? [error.message, error.stack] : ""]);
    expect(said).not.toMatch(/presented-key|callback-key-one|47fjzxvv/);
  }
  expect.assertions(1);
});
