import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "./flow.schema.ts";
import { listQuestionnaires, listSteps } from "./list-steps.ts";
import type { Located } from "./list-steps.ts";
import type { Question } from "./question.schema.ts";

interface Keyed {
  readonly key: string;
}

function findRepeatedKeys(keyed: readonly Located<Keyed>[], scope: string): readonly ValidationIssue[] {
  const firstPointers = new Map<string, string>();
  const issues: ValidationIssue[] = [];
  for (const { part, pointer } of keyed) {
    const first = firstPointers.get(part.key);
    if (first === undefined) firstPointers.set(part.key, pointer);
    else {
      const message = `the key "${part.key}" is that of ${first} already; it must be unique within the ${scope}`;
      issues.push({ pointer: `${pointer}/key`, code: "key_repeated", message });
    }
  }
  return issues;
}

function listOptions({ part, pointer }: Located<Question>): readonly Located<Keyed>[] {
  const options = "options" in part ? part.options : [];
  return options.map((option, index) => ({ part: option, pointer: `${pointer}/options/${index}` }));
}

/** Keys that must be unique: steps in a session, questions and options in a questionnaire (KYC guide). */
export function checkKeys(flow: Flow): readonly ValidationIssue[] {
  const questionnaires = listQuestionnaires(flow);
  const optionLists = questionnaires.map((questions) => questions.flatMap(listOptions));
  return [
    ...findRepeatedKeys(listSteps(flow), "session"),
    ...[...questionnaires, ...optionLists].flatMap((keyed) => findRepeatedKeys(keyed, "questionnaire")),
  ];
}
