import type { ReportedStatus } from "@kyc-gateway/adapter-spec/v1";
import type { Check, CheckGroup } from "../check/check.ts";
import { refuse, refuseAll } from "../check/nonconformity.ts";
import { describeSettled, settle } from "../stage/settle.ts";
import type { Settled } from "../stage/settle.ts";
import { connectTo, createCall, createStage } from "../stage/stage.ts";
import { readAt, replaceAt } from "../subject/json-pointer.ts";
import type { SampleAnswer, SampleVocabulary } from "../subject/samples.ts";
import type { PreparedSubject } from "../subject/subject.ts";
import { listNonWords, listUnknownWords } from "../vectors/words.ts";

export const vocabularyGroup: CheckGroup = {
  id: "vocabulary",
  title: "the provider's words",
  advice:
    "Map status words by defineVocabulary of the kit. A word that is not in the table throws response_unrecognised; there is no default.",
  list: (subject) => ({
    checks: [
      { name: "has samples of the words that decide a status", run: () => checkSamples(subject) },
      ...subject.samples.vocabularies.flatMap((vocabulary) => listChecks(subject, vocabulary)),
    ],
  }),
};

function listChecks(subject: PreparedSubject, vocabulary: SampleVocabulary): readonly Check[] {
  const place = `${vocabulary.route} ${vocabulary.pointer}`;
  const words = Object.keys(vocabulary.words);
  const unknown = listUnknownWords(words);
  return [
    ...words.map((word) => ({
      name: `${place}: translates "${word}"`,
      run: () => checkWord(subject, vocabulary, word),
    })),
    {
      name: `${place}: refuses ${unknown.length} unknown words`,
      run: () => refuseWords(subject, vocabulary, unknown),
    },
    {
      name: `${place}: refuses what is no word`,
      run: () => refuseWords(subject, vocabulary, listNonWords(words)),
    },
    { name: `${place}: decides nothing without a word`, run: () => checkAbsence(subject, vocabulary) },
  ];
}

function checkSamples({ samples }: PreparedSubject): void {
  if (samples.vocabularies.length === 0) refuse("give every member that decides a status, as vocabularies");
  const statuses = new Set(samples.vocabularies.flatMap(({ words }) => Object.values(words)));
  const missing = (["APPROVED", "REJECTED"] as const).filter((status) => !statuses.has(status));
  refuseAll(missing.map((status) => `no documented word gives ${status}`));
}

function listAnswers(
  { samples }: PreparedSubject,
  { report, route }: SampleVocabulary,
): Readonly<Record<string, SampleAnswer>> {
  const sample = samples.reports.find(({ name }) => name === report);
  if (report !== undefined && sample === undefined) refuse(`there is no sample report "${report}"`);
  const answers = sample?.answers ?? {};
  const answer = answers[route] ?? samples.routes[route]?.answer;
  if (answer === undefined) refuse(`there is no route "${route}"`);
  return { ...answers, [route]: answer };
}

/** Reads the session with another value in the place of the word. */
async function readWith(
  subject: PreparedSubject,
  vocabulary: SampleVocabulary,
  word: unknown,
): Promise<Settled> {
  const answers = listAnswers(subject, vocabulary);
  const answer = answers[vocabulary.route];
  if (typeof readAt(answer?.json, vocabulary.pointer) !== "string")
    refuse(`there is no word at ${vocabulary.pointer}`);
  const changed = { ...answer, json: replaceAt(answer?.json, vocabulary.pointer, word) };
  const stage = createStage(subject.samples, { answers: { ...answers, [vocabulary.route]: changed } });
  const { sessions } = connectTo(subject, stage);
  return settle(() => sessions.read(subject.samples.start.expected.reference, createCall()));
}

function readStatus(settled: Settled): ReportedStatus | undefined {
  return settled.kind === "resolved" ? (settled.value as { status: ReportedStatus }).status : undefined;
}

async function checkWord(
  subject: PreparedSubject,
  vocabulary: SampleVocabulary,
  word: string,
): Promise<void> {
  const settled = await readWith(subject, vocabulary, word);
  const expected = vocabulary.words[word];
  const status = readStatus(settled);
  if (status !== expected) refuse(`expected ${expected}, got ${status ?? describeSettled(settled)}`);
}

async function refuseWords(
  subject: PreparedSubject,
  vocabulary: SampleVocabulary,
  words: readonly unknown[],
): Promise<void> {
  const problems: string[] = [];
  for (const word of words) {
    const settled = await readWith(subject, vocabulary, word);
    if (settled.kind === "rejected" && settled.error.code === "response_unrecognised") continue;
    problems.push(
      `${JSON.stringify(word)} ${readStatus(settled) === undefined ? "" : `is reported as ${readStatus(settled)}: it `}${describeSettled(settled)} instead of response_unrecognised`,
    );
  }
  refuseAll(problems);
}

async function checkAbsence(subject: PreparedSubject, vocabulary: SampleVocabulary): Promise<void> {
  for (const absent of [undefined, null]) {
    const settled = await readWith(subject, vocabulary, absent);
    const status = readStatus(settled);
    if (status === "APPROVED" || status === "REJECTED")
      refuse(`without the word it is reported as ${status}`);
    const isRefused = settled.kind === "rejected" && settled.error.code === "response_unrecognised";
    if (isRefused || (vocabulary.isOptional === true && status !== undefined)) continue;
    refuse(
      `without the word it ${describeSettled(settled)} instead of response_unrecognised (or say isOptional)`,
    );
  }
}
