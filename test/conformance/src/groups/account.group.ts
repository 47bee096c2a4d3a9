import { isDeepStrictEqual } from "node:util";
import type { Connection, Facet } from "@kyc-gateway/adapter-spec/v1";
import type { Check, CheckGroup } from "../check/check.ts";
import { refuse, refuseAll } from "../check/nonconformity.ts";
import { tryConnect } from "../stage/operations.ts";
import { describeSettled, settle } from "../stage/settle.ts";
import type { Settled } from "../stage/settle.ts";
import { connectTo, createCall, createStage } from "../stage/stage.ts";
import type { StageOptions } from "../stage/stage.ts";
import type { SampleFacetCall } from "../subject/samples.ts";
import type { PreparedSubject } from "../subject/subject.ts";

/** Facets that have groups of their own, or none of whose methods calls the provider. */
const elsewhere = new Set<Facet>(["webhooks", "evidence"]);
/** Methods that call nobody. */
const silent = new Set(["configurations.findId"]);

export const accountGroup: CheckGroup = {
  id: "account",
  title: "facets of the account",
  advice:
    "Translate every answer of a facet into the words and units of spec v1, and throw for everything that is not understood; a sample of each method shows it.",
  list: (subject) => {
    const connection = tryConnect(subject);
    const methods = connection === undefined ? [] : listMethods(subject, connection);
    if (methods.length === 0) return { notApplicable: "the connection has no facet of the account" };
    const samples = subject.samples.facetCalls ?? [];
    return {
      checks: [
        { name: "has a sample of each method", run: () => checkSamples(methods, samples) },
        ...samples.map((sample): Check => ({
          name: `${sample.method}: ${sample.name}`,
          run: () => checkExpected(subject, sample),
        })),
        ...selectFirst(samples).flatMap((sample) => listFailures(subject, sample)),
      ],
    };
  },
};

/** `<facet>.<method>` of everything that the connection has, groups within groups included. */
function listMethods({ adapter }: PreparedSubject, connection: Connection): readonly string[] {
  const facets = adapter.manifest.capabilities.facets.filter((facet) => !elsewhere.has(facet));
  return facets.flatMap((facet) => [...walk(facet, connection[facet])]).filter((name) => !silent.has(name));
}

function* walk(path: string, node: object | undefined): Generator<string> {
  for (const [name, member] of Object.entries(node ?? {})) {
    if (typeof member === "function") yield `${path}.${name}`;
    else yield* walk(`${path}.${name}`, member as object);
  }
}

function checkSamples(methods: readonly string[], samples: readonly SampleFacetCall[]): void {
  const known = new Set(samples.map(({ method }) => method));
  const strange = [...known].filter((method) => !methods.includes(method));
  refuseAll([
    ...methods
      .filter((method) => !known.has(method))
      .map((method) => `facetCalls has no sample of ${method}`),
    ...strange.map((method) => `facetCalls has a sample of ${method}, which the connection does not have`),
  ]);
}

function selectFirst(samples: readonly SampleFacetCall[]): readonly SampleFacetCall[] {
  return samples.filter(
    ({ method, expected }, index) =>
      !("code" in expected) &&
      samples.findIndex((other) => other.method === method && !("code" in other.expected)) === index,
  );
}

function perform(
  subject: PreparedSubject,
  sample: SampleFacetCall,
  options: StageOptions = {},
): Promise<Settled> {
  const stage = createStage(subject.samples, { answers: sample.answers ?? {}, ...options });
  const connection = connectTo(subject, stage);
  const path = sample.method.split(".");
  const owner = path
    .slice(0, -1)
    .reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], connection);
  const method = (owner as Record<string, (...values: unknown[]) => Promise<unknown>>)[path.at(-1) ?? ""];
  const values = sample.arguments.map((value) => resolve(subject, value));
  return settle(async () => readStream(await method?.call(owner, ...values, createCall())));
}

/** What JSON cannot hold stands for something: a picture, the sample's own session. */
function resolve({ samples }: PreparedSubject, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { $picture: mediaType, $reference: isReference } = value as Record<string, unknown>;
  if (mediaType !== undefined) return { bytes: Buffer.from("ffd8ffe000104a46494600ffd9", "hex"), mediaType };
  return isReference === true ? samples.start.expected.reference : value;
}

/** Of a stream its type and its length are compared. */
async function readStream(value: unknown): Promise<unknown> {
  if (
    typeof value !== "object" ||
    value === null ||
    !("body" in value) ||
    !(value.body instanceof ReadableStream)
  )
    return value;
  const { byteLength } = await new Response(value.body).arrayBuffer();
  return { mediaType: (value as { mediaType?: unknown }).mediaType, bytes: byteLength };
}

async function checkExpected(subject: PreparedSubject, sample: SampleFacetCall): Promise<void> {
  const settled = await perform(subject, sample);
  const { expected } = sample;
  if ("code" in expected) {
    if (settled.kind !== "rejected" || settled.error.code !== expected.code)
      refuse(`expected "${expected.code}", but it ${describeSettled(settled)}`);
    return;
  }
  if (settled.kind !== "resolved") refuse(`it ${describeSettled(settled)}`);
  if (!isDeepStrictEqual(settled.value ?? null, expected.value))
    refuse(`expected ${JSON.stringify(expected.value)}, it gave ${JSON.stringify(settled.value)}`);
}

const html = {
  kind: "answer",
  status: 200,
  headers: { "content-type": "text/html" },
  text: "<html></html>",
} as const;
const refused = { kind: "answer", status: 503, headers: {}, text: "" } as const;

function listFailures(subject: PreparedSubject, sample: SampleFacetCall): readonly Check[] {
  const expect = (name: string, options: StageOptions, codes: readonly string[]): Check => ({
    name: `${sample.method}: ${name}`,
    run: async () => {
      const settled = await perform(subject, sample, options);
      if (settled.kind !== "rejected" || !codes.includes(settled.error.code))
        refuse(`expected ${codes.join(" or ")}, but it ${describeSettled(settled)}`);
    },
  });
  return [
    expect("takes HTML for no answer", { fault: html }, ["response_unrecognised", "unavailable"]),
    expect("says that the provider is down", { fault: refused }, ["unavailable"]),
    expect("lets a deadline through", { fault: { kind: "timeout" } }, ["timeout"]),
  ];
}
