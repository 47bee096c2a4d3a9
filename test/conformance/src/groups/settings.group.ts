import type { JsonSchema, ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type { Check, CheckGroup } from "../check/check.ts";
import { refuse, refuseAll } from "../check/nonconformity.ts";
import { compileSchema } from "../schema/compile-schema.ts";
import { listSecrets, walkSchema } from "../schema/walk-schema.ts";
import { buildStartRequest } from "../stage/operations.ts";
import { listObjects, replaceAt } from "../subject/json-pointer.ts";
import { mergePatch } from "../subject/merge-patch.ts";
import type { SampleIssue } from "../subject/samples.ts";
import type { PreparedSubject } from "../subject/subject.ts";

const secretName = /(?:secret|password|passphrase|token|key)s?$/i;
const unknownMember = "conformanceUnknownMember";
const shortestSecret = 8;

export const settingsGroup: CheckGroup = {
  id: "settings",
  title: "settings and flows",
  advice:
    'Correct the schemas of settings and flow: secrets carry "x-secret": true, objects are closed (additionalProperties: false), and every issue is told at its own pointer.',
  list: (subject) => ({
    checks: [
      {
        name: "accepts the sample settings",
        run: () => refuseIssues("the sample settings", checkSettings(subject, subject.samples.settings)),
      },
      { name: "marks every secret", run: () => checkSecretMarks(subject) },
      {
        name: "has secrets in the sample settings that a leak would show",
        run: () => checkSecretLengths(subject),
      },
      {
        name: "refuses unknown settings",
        run: () => checkClosed(subject.adapter.manifest.settingsSchema, subject.samples.settings),
      },
      { name: "refuses settings of another type", run: () => checkTypes(subject) },
      { name: "names its origins", run: () => checkOrigins(subject) },
      {
        name: "accepts the sample flow",
        run: () => refuseIssues("the sample flow", checkFlow(subject, subject.samples.start.request.flow)),
      },
      {
        name: "refuses unknown members of a flow",
        run: () => checkClosed(subject.adapter.manifest.flowSchema, subject.samples.start.request.flow),
      },
      {
        name: "accepts the sample request",
        run: () =>
          refuseIssues(
            "the sample request",
            subject.adapter.checkStart?.(buildStartRequest(subject.samples)) ?? [],
          ),
      },
      ...listIssueChecks(subject),
    ],
  }),
};

function listIssueChecks(subject: PreparedSubject): readonly Check[] {
  const { samples, adapter } = subject;
  const { invalidSettings = [], invalidFlows = [] } = samples;
  return [
    ...(adapter.checkSettings === undefined ? [] : [needSamples("settings", invalidSettings)]),
    ...(adapter.checkFlow === undefined ? [] : [needSamples("flows", invalidFlows)]),
    ...invalidSettings.map((sample) => ({
      name: `names the issue in settings: ${sample.name}`,
      run: () =>
        checkIssue(subject, sample, checkSettings(subject, mergePatch(samples.settings, sample.change))),
    })),
    ...invalidFlows.map((sample) => ({
      name: `names the issue in a flow: ${sample.name}`,
      run: () =>
        checkIssue(
          subject,
          sample,
          checkFlow(subject, mergePatch(samples.start.request.flow, sample.change)),
        ),
    })),
  ];
}

function needSamples(what: "settings" | "flows", given: readonly SampleIssue[]): Check {
  const member = what === "settings" ? "invalidSettings" : "invalidFlows";
  return {
    name: `has sample issues for its own rules of ${what}`,
    run: () => {
      if (given.length === 0) refuse(`give samples of issues that these rules find, as "${member}"`);
    },
  };
}

function checkSettings({ adapter }: PreparedSubject, settings: unknown): readonly ValidationIssue[] {
  const copy = structuredClone(settings);
  const issues = compileSchema(adapter.manifest.settingsSchema)(copy);
  return issues.length > 0 ? issues : (adapter.checkSettings?.(copy) ?? []);
}

function checkFlow({ adapter }: PreparedSubject, flow: unknown): readonly ValidationIssue[] {
  const copy = structuredClone(flow);
  const issues = compileSchema(adapter.manifest.flowSchema)(copy);
  return issues.length > 0 ? issues : (adapter.checkFlow?.(copy) ?? []);
}

function refuseIssues(what: string, issues: readonly ValidationIssue[]): void {
  refuseAll(issues.map(({ pointer, message }) => `${what}: ${pointer || "(root)"} ${message}`));
}

function checkIssue(subject: PreparedSubject, sample: SampleIssue, found: readonly ValidationIssue[]): void {
  const pointers = found.map(({ pointer }) => pointer);
  if (!pointers.includes(sample.pointer)) {
    refuse(
      `expected an issue at ${sample.pointer}, got ${pointers.length === 0 ? "none" : pointers.join(", ")}`,
    );
  }
  const settings = mergePatch(subject.samples.settings, sample.change);
  const secrets = listSecrets(subject.adapter.manifest.settingsSchema, settings).map(({ value }) => value);
  const text = JSON.stringify(found);
  if (secrets.some((secret) => secret.length >= shortestSecret && text.includes(secret))) {
    refuse("the issue tells the value of a secret");
  }
}

function checkSecretMarks({ adapter }: PreparedSubject): void {
  const parts = [...walkSchema(adapter.manifest.settingsSchema)];
  const unmarked = parts.filter(
    ({ schema, name, isSecret, pointer }) =>
      !isSecret && isText(schema) && secretName.test(name) && !isCovered(parts, pointer),
  );
  const hasNone = parts.every(({ isSecret }) => !isSecret);
  refuseAll([
    ...unmarked.map(
      ({ pointer }) => `${pointer} looks like a secret: give it "x-secret": true, or another name`,
    ),
    ...(hasNone ? ['no member of the settings carries "x-secret": true'] : []),
  ]);
}

/** Text that is no address: `token` may also be the name of an endpoint. */
function isText(schema: JsonSchema): boolean {
  const items = schema["items"] as JsonSchema | undefined;
  const isAddress = schema["format"] === "uri" || String(schema["pattern"]).startsWith("^https");
  return !isAddress && (schema["type"] === "string" || items?.["type"] === "string");
}

/** Whether the elements of a list are marked, although the list is not. */
function isCovered(
  parts: ReturnType<typeof walkSchema> extends Generator<infer Part> ? readonly Part[] : never,
  pointer: string,
): boolean {
  return parts.some((part) => part.pointer === `${pointer}/*` && part.isSecret);
}

function checkSecretLengths({ adapter, samples }: PreparedSubject): void {
  const secrets = listSecrets(adapter.manifest.settingsSchema, samples.settings);
  if (secrets.length === 0) refuse("the sample settings have no secret");
  refuseAll(
    secrets
      .filter(({ value }) => value.length < shortestSecret)
      .map(({ pointer }) => `the sample settings' ${pointer} is shorter than ${shortestSecret} characters`),
  );
}

/** Lays a member that nobody knows into every object of a good value. */
function checkClosed(schema: JsonSchema, good: unknown): void {
  const check = compileSchema(schema);
  const open = [...listObjects(good)].filter(
    (pointer) => check(replaceAt(good, `${pointer}/${unknownMember}`, true)).length === 0,
  );
  refuseAll(
    open.map(
      (pointer) =>
        `${pointer || "the root"} accepts members that nobody knows: additionalProperties must be false`,
    ),
  );
}

function checkTypes(subject: PreparedSubject): void {
  const { settings } = subject.samples;
  const accepted = Object.keys(settings).filter(
    (name) => checkSettings(subject, { ...settings, [name]: [{ wrong: 1 }] }).length === 0,
  );
  refuseAll(accepted.map((name) => `/${name} accepts a value of any type`));
}

function checkOrigins({ adapter, samples }: PreparedSubject): void {
  const origins = adapter.origins(structuredClone(samples.settings));
  const problems = origins.flatMap((origin) => {
    if (!URL.canParse(origin)) return [`${origin} is no URL`];
    const url = new URL(origin);
    return [
      ...(url.origin === origin ? [] : [`${origin} is no origin: it must be ${url.origin}`]),
      ...(url.protocol === "https:" || url.hostname === "127.0.0.1" || url.hostname === "localhost"
        ? []
        : [`${origin} is not encrypted: give the samples the provider's real https origin`]),
    ];
  });
  refuseAll([
    ...problems,
    ...(origins.length === 0 ? ["origins is empty: every call would be refused"] : []),
  ]);
}
