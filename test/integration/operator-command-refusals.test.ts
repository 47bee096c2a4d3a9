import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { runCommand } from "../support/run-command.ts";

const unknownId = "0190a1b2-0000-7000-8000-000000000000";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

const run = (...args: string[]) => runCommand(harness, args);

const shopPerson = ["--tenant", "shop", "--applicant", "nobody"];

describe("kyc-gateway refuses, without a stack,", () => {
  it.each([
    ["an unknown session", ["session", "show", unknownId], /There is no session 0190.*session list --tenant/],
    ["a word where a session's id is wanted", ["session", "show", "latest"], /Give an id/],
    ["an unknown session to refresh", ["session", "refresh", unknownId], /There is no session/],
    ["an unknown tenant", ["session", "list", "--tenant", "nobody"], /There is no tenant "nobody"/],
    ["an unknown connection", ["session", "list", "--connection", "nothing"], /There is no such connection/],
    [
      "an unknown status",
      ["session", "list", "--tenant", "shop", "--status", "DONE"],
      /Allowed choices are NOT_STARTED.*EXPIRED/,
    ],
    ["too many sessions", ["session", "list", "--tenant", "shop", "--limit", "0"], /from 1 to 1000/],
    [
      "an unknown state of a delivery",
      ["delivery", "list", "--state", "lost"],
      /Allowed choices are waiting, unmatched, processing, applied, parked/,
    ],
    [
      "an unknown connection",
      ["delivery", "list", "--connection", "nobody"],
      /There is no connection "nobody"\. There are: bank-identomat, shop-identomat/,
    ],
    ["an unknown delivery", ["delivery", "show", unknownId], /There is no delivery 0190.*delivery list/],
    ["an unknown delivery to replay", ["delivery", "replay", unknownId], /There is no delivery/],
    ["flows of an unknown tenant", ["flow", "list", "--tenant", "nobody"], /There is no tenant "nobody"/],
    ["an unknown flow", ["route", "preview", ...shopPerson, "--flow", "fast"], /standard/],
    [
      "a country that is none",
      ["route", "preview", ...shopPerson, "--flow", "standard", "--country", "geo"],
      /ISO 3166-1 alpha-3 in upper case/,
    ],
    [
      "a document that cannot be asked for",
      ["route", "preview", ...shopPerson, "--flow", "standard", "--document-types", "visa"],
      /Allowed: passport, id_card/,
    ],
    ["an erasure without a reason", ["applicant", "erase", ...shopPerson], /--reason/],
    ["an erasure of nobody", ["applicant", "erase", ...shopPerson, "--reason", "x"], /Nothing is held/],
    [
      "a dry erasure of nobody",
      ["applicant", "erase", ...shopPerson, "--reason", "x", "--dry-run"],
      /Nothing is held/,
    ],
    ["a hold without a reason", ["hold", "add", ...shopPerson], /--reason/],
    ["a hold of nobody", ["hold", "add", ...shopPerson, "--reason", "x"], /Nothing is held/],
    ["a hold of nothing", ["hold", "add", "--tenant", "shop", "--reason", "x"], /say what to keep/],
    [
      "a hold of an unknown session",
      ["hold", "add", "--tenant", "shop", "--session", unknownId, "--reason", "x"],
      /There is no session/,
    ],
    [
      "a hold of both",
      ["hold", "add", ...shopPerson, "--session", unknownId, "--reason", "x"],
      /cannot be used with/,
    ],
    ["an unknown hold", ["hold", "release", unknownId, "--reason", "x"], /There is no live legal hold/],
    [
      "an unknown state of an erasure",
      ["erasure", "list", "--state", "x"],
      /Allowed choices are pending, dead/,
    ],
    ["an unknown erasure", ["erasure", "show", unknownId], /There is no erasure/],
  ])("%s", async (_name, args, message) => {
    const { code, output } = await run(...args);
    expect(code).not.toBe(0);
    expect(output).toMatch(message);
    expect(output).not.toMatch(/^ +at /m);
  });
});

describe("help names the allowed values", () => {
  it.each([
    [["session", "list"], /NOT_STARTED.*EXPIRED.*1 to 1000/s],
    [["delivery", "list"], /waiting.*parked/s],
    [["erasure", "list"], /pending.*dead/s],
    [["route", "preview"], /passport/],
    [["hold", "add"], /1 to 200 characters/],
  ])("%j", async (args, words) => {
    const { code, output } = await run(...args, "--help");
    expect(code).toBe(0);
    expect(output.replaceAll(/\s+/g, " ")).toMatch(words);
  });
});
