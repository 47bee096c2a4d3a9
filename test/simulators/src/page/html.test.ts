import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { html } from "./html.ts";

describe("an HTML template", () => {
  it("lets no value begin a tag, end an attribute or begin an entity of its own", () => {
    assert(
      property(string(), (value) => {
        const { text } = html`${value}`;
        expect(text).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  it("embeds HTML as it is, lists piece by piece, and nothing for what is absent", () => {
    const items = ["a", "<b>"].map((item) => html`<i>${item}</i>`);
    expect(html`${items}${undefined}${null}${false}${0}`.text).toBe("<i>a</i><i>&lt;b&gt;</i>0");
  });
});
