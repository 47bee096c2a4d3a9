import type { Flow } from "./flow.schema.ts";
import type { Question } from "./question.schema.ts";
import type { Step, StepOf } from "./step.schema.ts";

/** A part of a flow and its JSON pointer. */
export interface Located<Part> {
  readonly part: Part;
  readonly pointer: string;
}

function listWithNested(step: Step, pointer: string): readonly Located<Step>[] {
  const nested = step.type === "video-call" ? (step.steps ?? []) : [];
  return [
    { part: step, pointer },
    ...nested.map((part, index) => ({ part, pointer: `${pointer}/steps/${index}` })),
  ];
}

/** Every step of the session, those within a video call too. */
export function listSteps(flow: Flow): readonly Located<Step>[] {
  return (flow.steps ?? []).flatMap((step, index) => listWithNested(step, `/steps/${index}`));
}

/** The steps of one type. */
export function listStepsOf<StepType extends Step["type"]>(
  flow: Flow,
  type: StepType,
): readonly Located<StepOf<StepType>>[] {
  const isOfType = (located: Located<Step>): located is Located<StepOf<StepType>> =>
    located.part.type === type;
  return listSteps(flow).filter(isOfType);
}

/** Every questionnaire's questions. */
export function listQuestionnaires(flow: Flow): readonly (readonly Located<Question>[])[] {
  const steps = [...listStepsOf(flow, "user-questionnaire"), ...listStepsOf(flow, "operator-questionnaire")];
  return steps.map(({ part, pointer }) =>
    part.questions.map((question, index) => ({ part: question, pointer: `${pointer}/questions/${index}` })),
  );
}
