import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { publicUrl, startLaunchStage, type LaunchStage } from "../support/launch-stage.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: LaunchStage;
beforeAll(async () => {
  stage = await startLaunchStage();
});
afterEach(() => stage.harness.ondato?.control.clearFaults());
afterAll(() => stage.harness[Symbol.asyncDispose]());

async function open(path: string, init: RequestInit = {}) {
  const answer = await fetch(`${stage.harness.gateway.url}${path}`, { redirect: "manual", ...init });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const readHeading = (text: string) => /<h1>(.*?)<\/h1>/.exec(text)?.[1];
const listLinks = (text: string) => [...text.matchAll(/href="([^"]*)"/g)].map(([, url]) => url);
const invalid = "This link is not valid";

async function decide(id: string, act: "approve" | "reject"): Promise<void> {
  const reference = await stage.harness.findReference(id);
  stage.harness.identomat.control.act(reference, { act });
  const status = act === "approve" ? "APPROVED" : "REJECTED";
  await waitFor(async () => (await stage.harness.shop.readSession(id)).status === status);
}

describe("the link of a session whose flow has a page", () => {
  it("is ours, the same in every answer, and the provider's own where the flow has none", async () => {
    const { id, path } = await stage.start("page");
    expect(path).toMatch(/^\/l\/[\w-]{64}$/);
    const { shop } = stage.harness;
    const listed = await shop.get<{ items: { id: string; launch: { url: string } }[] }>("/v1/sessions");
    const refreshed = await shop.request<{ launch: { url: string } }>("POST", `/v1/sessions/${id}/refresh`);
    expect([
      (await shop.readSession(id)).launch?.url,
      listed.body.items.find((session) => session.id === id)?.launch.url,
      refreshed.body.launch.url,
    ]).toEqual(Array.from({ length: 3 }, () => `${publicUrl}${path}`));
    const other = await shop.createSession();
    expect(other.body.launch?.url).not.toContain("/l/");
  });

  it("is given with a fresh one too, and the SDK's token stays beside it", async () => {
    const { id, path } = await stage.start("fresh");
    const { shop } = stage.harness;
    const fresh = await shop.request<{ launch: { url: string } }>("POST", `/v1/sessions/${id}/launch`);
    expect(fresh.body.launch.url).toBe(`${publicUrl}${path}`);
    const page = await stage.start("page");
    expect((await shop.readSession(page.id)).launch?.token).toMatch(/\S/);
  });

  it("is stored nowhere, and in no log, metric or event", async () => {
    const { path } = await stage.start("page");
    await open(path);
    await open(path, { method: "POST" });
    const token = path.slice("/l/".length);
    const { rows } = await stage.harness.database.pool.query<{ text: string }>(
      "select row_to_json(s)::text as text from sessions s union all select row_to_json(o)::text from outbox o union all select row_to_json(a)::text from audit_log a",
    );
    const metrics = (await stage.harness.shop.get("/metrics")).text;
    for (const text of [JSON.stringify(rows), stage.harness.capture.lines.join("\n"), metrics])
      expect(text).not.toContain(token);
    expect(metrics).toContain('route="/l/:token"');
  });
});

describe("the page", () => {
  it("leads to the provider, says until when, and shows its own address as a code", async () => {
    const { path } = await stage.start("page");
    const { status, text } = await open(path);
    expect([status, readHeading(text)]).toEqual([200, "Confirm your identity"]);
    expect(listLinks(text).filter((url) => url?.includes("session_token="))).toHaveLength(1);
    expect(text).toMatch(/This link works until .* UTC\./);
    expect(text).toContain("<svg");
    expect(text).not.toContain("<script");
  });

  it("loads nothing, is framed by nobody, tells nobody where somebody came from, and is kept by nobody", async () => {
    const { path } = await stage.start("page");
    for (const { headers } of [
      await open(path),
      await open(`/l/${"a".repeat(64)}`),
      await open(path, { method: "POST" }),
    ]) {
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      );
      expect(Object.fromEntries(headers)).toMatchObject({
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex, nofollow",
      });
    }
  });

  it.each([
    ["", "ka", "ka"],
    ["", "de, ka;q=0.5, en;q=0.1", "ka"],
    ["", "de", "en"],
    ["", "*", "en"],
    ["?lang=ka", "en", "ka"],
    ["?lang=en", "ka", "en"],
    ["?lang=xx", "ka", "ka"],
    ["?lang=ka&lang=en", "en", "en"],
    ["?lang=%3Cscript%3E", ";;;q=x,,", "en"],
  ])("speaks English and Georgian: %s with Accept-Language %s is %s", async (query, accepted, language) => {
    const { path } = await stage.start("page");
    const { headers, text } = await open(`${path}${query}`, { headers: { "accept-language": accepted } });
    expect(headers.get("content-language")).toBe(language);
    expect(text).toContain(`<html lang="${language}">`);
    expect(readHeading(text)).toBe(
      language === "ka" ? "დაადასტურეთ თქვენი ვინაობა" : "Confirm your identity",
    );
  });

  it("has nothing left to do after a decision, tells nothing of it, and leads back", async () => {
    const texts = await Promise.all(
      (["approve", "reject"] as const).map(async (act) => {
        const { id, path } = await stage.start("page", `decided-${act}`);
        await decide(id, act);
        const { status, text } = await open(path);
        expect([status, readHeading(text)]).toEqual([200, "This check is finished"]);
        expect(listLinks(text)).toContain("https://shop.example/kyc?from=page&amp;x=&#39;1&#39;");
        expect(text).not.toMatch(/session_token|<svg/);
        return text;
      }),
    );
    expect(texts[0]).toBe(texts[1]);
  });

  it("answers HEAD as GET, without a body", async () => {
    const { path } = await stage.start("page");
    expect(await open(path, { method: "HEAD" })).toMatchObject({ status: 200, text: "" });
  });
});

describe("a link that has lapsed", () => {
  it("is made fresh where the provider can, and leads on", async () => {
    const { id, path } = await stage.start("fresh");
    await stage.lapse(id);
    const lapsed = await open(path);
    expect(readHeading(lapsed.text)).toBe("This link has lapsed");
    expect(lapsed.text).toContain('<form method="post" action="?lang=en">');
    expect(listLinks(lapsed.text).some((url) => url?.includes("/?id="))).toBe(false);
    const renewed = await open(`${path}?lang=ka`, { method: "POST" });
    expect([renewed.status, renewed.headers.get("location"), renewed.text]).toEqual([303, "?lang=ka", ""]);
    expect(readHeading((await open(path)).text)).toBe("Confirm your identity");
  });

  it("is said to have lapsed where the provider cannot, with a way back and nothing to press", async () => {
    const { id, path } = await stage.start("page");
    await stage.lapse(id);
    const { text } = await open(path);
    expect(readHeading(text)).toBe("This link has lapsed");
    expect(text).not.toContain("<form");
    expect(listLinks(text).some((url) => url?.startsWith("https://shop.example/"))).toBe(true);
    expect((await open(path, { method: "POST" })).status).toBe(303);
    expect(readHeading((await open(path)).text)).toBe("This link has lapsed");
  });

  it("is made fresh twice at once, and then no more for a while", async () => {
    const { id, path } = await stage.start("fresh");
    const statuses: number[] = [];
    for (let time = 0; time < 4; time += 1) {
      await stage.lapse(id);
      const { status, headers } = await open(path, { method: "POST" });
      statuses.push(status);
      if (status === 429) expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(statuses).toEqual([303, 303, 429, 429]);
    const other = await stage.start("fresh");
    await stage.lapse(other.id);
    expect((await open(other.path, { method: "POST" })).status).toBe(303);
  });

  it("stays lapsed, and the page says to try again, while the provider fails", async () => {
    const { id, path } = await stage.start("fresh");
    await stage.lapse(id);
    stage.harness.ondato?.control.addFault({ fault: { kind: "garbage", shape: "html" } });
    const { status, text } = await open(path, { method: "POST" });
    expect([status, readHeading(text)]).toEqual([503, "This does not work right now"]);
  });

  it("asks no provider for a link that is still good", async () => {
    const { path } = await stage.start("fresh");
    const asked = () => JSON.stringify(stage.harness.ondato?.control.ledger().requests);
    const before = asked();
    expect((await open(path, { method: "POST" })).status).toBe(303);
    expect(asked()).toBe(before);
  });
});

const flip = (path: string, at: number) =>
  `${path.slice(0, at)}${path[at] === "A" ? "B" : "A"}${path.slice(at + 1)}`;

describe("a token", () => {
  it("that was guessed or changed anywhere leads nowhere, with the same page", async () => {
    const { id, path } = await stage.start("page");
    const pages = new Set<string>();
    const start = "/l/".length;
    const guesses = [
      ...[0, 5, 21, 22, 40, 63].map((at) => flip(path, start + at)),
      `/l/${"A".repeat(64)}`,
      `/l/${id}`,
      path.slice(0, -1),
      `${path}A`,
      `/l/${encodeURIComponent("../../etc/passwd")}`,
      `/l/${encodeURIComponent("<script>alert(1)</script>")}`,
      "/l/%00",
    ];
    for (const guess of guesses) {
      const { status, text } = await open(guess);
      expect([guess, status, readHeading(text)]).toEqual([guess, 404, invalid]);
      pages.add(text);
      expect((await open(guess, { method: "POST" })).status).toBe(404);
    }
    expect(pages.size).toBe(1);
  });

  it("of one session opens no other's, of the same product or another", async () => {
    const [one, other] = [await stage.start("page"), await stage.start("page")];
    const { body } = await stage.harness.bank.createSession();
    const bytes = Buffer.from(one.path.slice("/l/".length), "base64url");
    for (const id of [other.id, body.id]) {
      const mixed = Buffer.concat([Buffer.from(id.replaceAll("-", ""), "hex"), bytes.subarray(16)]);
      expect((await open(`/l/${mixed.toString("base64url")}`)).status).toBe(404);
    }
    expect((await open(one.path)).status).toBe(200);
  });

  it("ends with the erasure of its session, as if it had never been", async () => {
    const { id, path } = await stage.start("fresh", "erased-somebody");
    await stage.harness.shop.request("DELETE", `/v1/sessions/${id}`);
    const { status, text } = await open(path);
    expect([status, readHeading(text)]).toEqual([404, invalid]);
    expect(text).not.toContain("shop.example");
    expect((await open(path, { method: "POST" })).status).toBe(404);
  });

  it("that is used again after the decision lets nobody in", async () => {
    const { id, path } = await stage.start("page", "replayed-somebody");
    expect((await open(path)).text).toContain("session_token=");
    await decide(id, "approve");
    for (const method of ["GET", "POST"])
      expect((await open(path, { method })).text).not.toContain("session_token=");
  });

  it("has a page for GET and POST alone", async () => {
    const { path } = await stage.start("page");
    for (const method of ["PUT", "DELETE", "PATCH"])
      expect((await open(path, { method })).status).toBeGreaterThanOrEqual(404);
  });
});

const save = (flowReturnUrl: string) =>
  stage.harness.provisioning.saveFlow({
    tenant: "shop",
    name: "leads-back",
    launchPage: { returnUrl: flowReturnUrl },
    targets: [{ connection: "shop-identomat", settings: {} }],
  });

describe("where the page leads back to", () => {
  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "com.other.app://done",
    "https://user:secret@evil.example/",
    "https:evil.example",
    "//evil.example/",
    "https://evil.example\\@shop.example/",
    "ht\ntps://evil.example",
  ])("is refused in a flow: %s", async (url) => {
    await expect(save(url)).rejects.toThrow();
  });

  it("is an app's own scheme while the product's list has it, and no longer", async () => {
    const { services } = stage.harness.gateway;
    const allow = async (...schemes: string[]) => {
      await stage.harness.database.pool.query("update tenants set app_schemes = $1 where name = 'shop'", [
        JSON.stringify(schemes),
      ]);
      await services.configuration.reload();
    };
    await allow("com.shop.app");
    await save("com.shop.app://kyc/done");
    await services.configuration.reload();
    const { id, path } = await stage.start("leads-back");
    await stage.lapse(id);
    expect(listLinks((await open(path)).text)).toContain("com.shop.app://kyc/done");
    await allow();
    expect((await open(path)).text).not.toContain("com.shop.app");
  });

  it.each(["return", "returnUrl", "next", "redirect", "url", "lang"])(
    "is never what the address of the page says: ?%s=",
    async (name) => {
      const { id, path } = await stage.start("page");
      await stage.lapse(id);
      const query = `?${name}=${encodeURIComponent("https://evil.example/")}`;
      expect((await open(`${path}${query}`)).text).not.toContain("evil.example");
      const { headers } = await open(`${path}${query}`, { method: "POST" });
      expect(headers.get("location")).toBe("?lang=en");
    },
  );
});
