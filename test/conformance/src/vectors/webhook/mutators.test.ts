import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { readSamples } from "../../subject/read-samples.ts";
import { prepareSubject } from "../../subject/subject.ts";
import { createSampleSubject } from "../../testing/sample-subject.ts";
import { buildOriginal } from "../../groups/webhooks/originals.ts";
import { listMutators } from "./mutators.ts";

const { samples, ...rest } = prepareSubject(createSampleSubject());
const subject = { ...rest, samples };

describe.each(samples.deliveries ?? [])("forged copies of $name", (sample) => {
  const original = buildOriginal(subject, sample);
  const vectors = listMutators()
    .filter(({ schemes }) => schemes.some((scheme) => sample.schemes.includes(scheme)))
    .flatMap((mutator) => [...mutator.mutate(original)]);

  it("are sixty or more, each with a name of its own", () => {
    const names = vectors.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(60);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  });

  it("leave the original as it was", () => {
    expect(Buffer.from(original.delivery.rawBody).toString("utf8")).toBe(sample.body);
    expect(original.delivery.headers).toEqual(sample.headers);
  });
});

describe("samples in a file", () => {
  it("name the file that cannot be read", () => {
    const missing = new URL("./no-such-samples.json", import.meta.url);
    expect(() => readSamples(missing)).toThrow(/no-such-samples\.json cannot be read/);
  });
});
