import { isDeepStrictEqual } from "node:util";
import type { IssuedToken, ParsedWebhook, WebhookScheme } from "@kyc-gateway/adapter-spec/v1";
import type { Check, CheckGroup } from "../../check/check.ts";
import { refuse, refuseAll } from "../../check/nonconformity.ts";
import { readAdapterError } from "../../stage/host-error.ts";
import { tryConnect } from "../../stage/operations.ts";
import { conformanceNowMs } from "../../subject/samples.ts";
import type { SampleDelivery } from "../../subject/samples.ts";
import type { PreparedSubject } from "../../subject/subject.ts";
import { listMutators } from "../../vectors/webhook/mutators.ts";
import { forgeTokenRequests } from "../../vectors/webhook/token-request.vectors.ts";
import type { Mutator, Vector } from "../../vectors/webhook/vector.ts";
import { buildOriginal, connectReceiver, issueToken } from "./originals.ts";
import type { Receiver } from "./originals.ts";

/** Fewer would not be a test of an authentication. */
const fewestVectors = 40;
const mostNamed = 8;

export const webhookAuthenticityGroup: CheckGroup = {
  id: "webhook_authenticity",
  title: "forged webhooks",
  advice:
    "Prove every delivery over its raw bytes with the kit (matchesAnySecret, isHmacValid, verifyTimestampedHmac, isBasicAuthorized, createTokenIssuer), and throw webhook_unauthentic for everything else. A signature that holds at another time may be read, marked as isStale.",
  list: (subject) => {
    const { deliveries = [] } = subject.samples;
    const isThere = tryConnect(subject)?.webhooks !== undefined;
    if (!isThere && deliveries.length === 0) return { notApplicable: "the connection has no webhooks" };
    return {
      checks: [
        {
          name: "has an authentic sample for every declared scheme",
          run: () => checkSchemes(subject, deliveries),
        },
        {
          name: `stands ${fewestVectors} forged copies or more of every sample`,
          run: () => checkCounts(subject, deliveries),
        },
        ...deliveries.flatMap((sample) => listChecks(subject, sample)),
      ],
    };
  },
};

function listChecks(subject: PreparedSubject, sample: SampleDelivery): readonly Check[] {
  const own = listMutators().filter((mutator) => isFor(mutator, sample));
  return [
    ...own.map((mutator) => ({
      name: `${sample.name}: refuses ${mutator.name}`,
      run: () => refuseVectors(subject, sample, listVectors(subject, sample, mutator)),
    })),
    ...(sample.tokenRequest === undefined
      ? []
      : [
          {
            name: `${sample.name}: issues no token to others`,
            run: () => refuseTokenRequests(subject, sample),
          },
          {
            name: `${sample.name}: refuses a token that has expired`,
            run: () => refuseExpired(subject, sample),
          },
        ]),
  ];
}

function isFor(mutator: Mutator, sample: SampleDelivery): boolean {
  return mutator.schemes.some((scheme) => sample.schemes.includes(scheme));
}

/** The forged copies of one kind. What happens to equal the original is none. */
function listVectors(subject: PreparedSubject, sample: SampleDelivery, mutator: Mutator): readonly Vector[] {
  const original = buildOriginal(subject, sample);
  return [...mutator.mutate(original)].filter(
    ({ delivery, nowMs }) =>
      nowMs !== undefined || !isDeepStrictEqual(toPlain(delivery), toPlain(original.delivery)),
  );
}

function toPlain({ rawBody, ...rest }: Vector["delivery"]): unknown {
  return { ...rest, rawBody: Buffer.from(rawBody).toString("latin1") };
}

function checkSchemes({ adapter }: PreparedSubject, deliveries: readonly SampleDelivery[]): void {
  const shown = new Set<WebhookScheme>(deliveries.flatMap(({ schemes }) => schemes));
  const declared = adapter.manifest.capabilities.webhookSchemes;
  refuseAll([
    ...declared
      .filter((scheme) => !shown.has(scheme))
      .map((scheme) => `the manifest declares "${scheme}", and no sample delivery is proven by it`),
    ...[...shown]
      .filter((scheme) => !declared.includes(scheme))
      .map((scheme) => `a sample is proven by "${scheme}", which the manifest does not declare`),
  ]);
}

function checkCounts(subject: PreparedSubject, deliveries: readonly SampleDelivery[]): void {
  const poor = deliveries.filter((sample) => {
    const own = listMutators().filter((mutator) => isFor(mutator, sample));
    return own.flatMap((mutator) => listVectors(subject, sample, mutator)).length < fewestVectors;
  });
  refuseAll(
    poor.map(
      ({ name }) =>
        `${name}: its proof was not found, so that nothing could be forged: check schemes, headers and secrets of the sample`,
    ),
  );
}

function refuseVectors(subject: PreparedSubject, sample: SampleDelivery, vectors: readonly Vector[]): void {
  const problems = vectors.flatMap((vector) => {
    const receiver = connectReceiver(subject, sample, vector.nowMs);
    const problem = findProblem(() => receiver.webhooks.receive(vector.delivery), vector.nowMs !== undefined);
    return problem === undefined ? [] : [`${vector.name}: it ${problem}`];
  });
  refuseAll(shorten(problems));
}

function shorten(problems: readonly string[]): readonly string[] {
  const rest = problems.length - mostNamed;
  return rest > 0 ? [...problems.slice(0, mostNamed), `and ${rest} more`] : problems;
}

/** `maySayStale`: what was signed rightly at another time may be taken as a hint, if it is marked. */
function findProblem(
  receive: () => ParsedWebhook | IssuedToken | undefined,
  maySayStale = false,
): string | undefined {
  try {
    const taken = receive();
    const isMarked = taken !== undefined && "isStale" in taken && taken.isStale;
    return maySayStale && isMarked ? undefined : "is accepted";
  } catch (error) {
    const fields = readAdapterError(error);
    if (fields?.code === "webhook_unauthentic") return undefined;
    return fields === undefined
      ? "ends in an error that is no adapter error"
      : `ends in "${fields.code}" instead of "webhook_unauthentic"`;
  }
}

function refuseTokenRequests(subject: PreparedSubject, sample: SampleDelivery): void {
  const receiver = connectReceiver(subject, sample);
  const vectors = [...forgeTokenRequests(buildOriginal(subject, sample))];
  const problems = vectors.flatMap(({ name, delivery }) => {
    const problem = findProblem(() => receiver.webhooks.issueToken?.(delivery));
    return problem === undefined ? [] : [`${name}: it ${problem}`];
  });
  refuseAll(shorten(problems));
}

function refuseExpired(subject: PreparedSubject, sample: SampleDelivery): void {
  const { delivery } = buildOriginal(subject, sample);
  const issuer: Receiver = connectReceiver(subject, sample);
  const { expiresInSeconds } = issueToken(issuer, sample, delivery);
  const later = connectReceiver(subject, sample, conformanceNowMs + (expiresInSeconds + 1) * 1_000);
  const problem = findProblem(() => later.webhooks.receive(delivery));
  if (problem !== undefined) refuse(`a second after its expiry a token ${problem}`);
}
