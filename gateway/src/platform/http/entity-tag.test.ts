import type { FastifyRequest } from "fastify";
import { describe, expect, it } from "vitest";
import { describeVersion, requireVersion } from "./entity-tag.ts";

const present = { name: "shop", adapter: "some-adapter" };
const tag = describeVersion(present);
const bare = tag.slice(1, -1);

function ask(ifMatch: string | undefined, stored: unknown = present): void {
  const headers = ifMatch === undefined ? {} : { "if-match": ifMatch };
  requireVersion({ headers } as unknown as FastifyRequest, stored);
}

describe("a change that names a version", () => {
  it.each([
    ["the tag itself", tag],
    ["any version", "*"],
    ["the tag as a proxy weakens it", `W/${tag}`],
    ["the tag as Apache marks what it compressed", `"${bare}-gzip"`],
    ["the same in its weak form", `W/"${bare}-br"`],
    ["the tag as Jetty marks it", `"${bare};gzip"`],
    ["the tag among others", `"other", W/${tag} , "more"`],
  ])("is made with %s", (_name, ifMatch) => {
    expect(() => ask(ifMatch)).not.toThrow();
  });

  it.each([
    ["another tag", '"AAAAAAAAAAAAAAAAAAAAAA"'],
    ["another tag in its weak form", 'W/"AAAAAAAAAAAAAAAAAAAAAA"'],
    ["the tag without quotes", bare],
    ["the tag with more behind it", `"${bare}-other"`],
    ["the tag with two codings behind it", `"${bare}-gzip-gzip"`],
    ["nothing", ""],
    ["a weak nothing", "W/"],
    ["weak twice", `W/W/${tag}`],
  ])("is refused with %s", (_name, ifMatch) => {
    expect(() => ask(ifMatch)).toThrow(expect.objectContaining({ code: "version_changed" }));
  });

  it("is refused when there is nothing yet, whatever it names", () => {
    for (const ifMatch of ["*", tag, `W/${tag}`])
      expect(() =>
        requireVersion({ headers: { "if-match": ifMatch } } as unknown as FastifyRequest, undefined),
      ).toThrow(expect.objectContaining({ code: "version_changed" }));
  });

  it("is made when it names none", () => {
    expect(() => ask(undefined)).not.toThrow();
  });
});
