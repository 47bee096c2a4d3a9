import type { CheckGroup } from "../check/check.ts";
import { refuse } from "../check/nonconformity.ts";
import { findMainRoute, hasBody, listOperations } from "../stage/operations.ts";
import type { Operation } from "../stage/operations.ts";
import { describeSettled, settle } from "../stage/settle.ts";
import { connectTo, createCall, createStage } from "../stage/stage.ts";
import type { PreparedSubject } from "../subject/subject.ts";

export const cancellationGroup: CheckGroup = {
  id: "cancellation",
  title: "cancellation",
  advice:
    "Pass call.signal to every host.fetch, and to whatever reads its body; let the host's timeout through.",
  list: (subject) => ({
    checks: listOperations(subject).flatMap((operation) => [
      {
        name: `${operation.name}: sends nothing when the signal is aborted already`,
        run: () => checkAborted(subject, operation),
      },
      {
        name: `${operation.name}: ends when the signal is aborted before the answer`,
        run: () => checkHanging(subject, operation, "headers"),
      },
      {
        name: `${operation.name}: ends when the signal is aborted within the answer`,
        run: () => checkHanging(subject, operation, "body"),
      },
    ]),
  }),
};

async function checkAborted(subject: PreparedSubject, operation: Operation): Promise<void> {
  const stage = createStage(subject.samples);
  const settled = await settle(() =>
    operation.run(connectTo(subject, stage), createCall(AbortSignal.abort())),
  );
  const sent = stage.requests.filter(({ signal }) => signal?.aborted !== true);
  if (sent.length > 0) refuse("a request was sent without the call's signal");
  if (settled.kind !== "rejected" || settled.error.code !== "timeout")
    refuse(`expected "timeout", but it ${describeSettled(settled)}`);
}

async function checkHanging(
  subject: PreparedSubject,
  operation: Operation,
  at: "headers" | "body",
): Promise<void> {
  const main = await findMainRoute(subject, operation);
  if (at === "body" && !hasBody(subject, main)) return;
  const stage = createStage(subject.samples, {
    fault: { kind: "hang", at },
    strikes: (route) => route === main,
  });
  const abort = new AbortController();
  stage.onRequest = () => {
    const isMain = stage.requests.at(-1)?.routeName === main;
    // After the answer's head has been handed over, so that it is the body that waits.
    if (isMain) setImmediate(() => abort.abort());
  };
  const settled = await settle(() => operation.run(connectTo(subject, stage), createCall(abort.signal)));
  if (settled.kind === "rejected" && settled.error.code === "timeout") return;
  refuse(`expected "timeout" after the signal, but it ${describeSettled(settled)}`);
}
