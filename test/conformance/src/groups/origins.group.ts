import type { CheckGroup } from "../check/check.ts";
import { refuseAll } from "../check/nonconformity.ts";
import { listOperations } from "../stage/operations.ts";
import type { Operation } from "../stage/operations.ts";
import { settle } from "../stage/settle.ts";
import { connectTo, createCall, createStage } from "../stage/stage.ts";
import type { StageOptions } from "../stage/stage.ts";
import type { PreparedSubject } from "../subject/subject.ts";

const elsewhere = "https://elsewhere.invalid/stolen";

export const originsGroup: CheckGroup = {
  id: "origins",
  title: "where requests go",
  advice:
    "Call only what origins(settings) names, never a URL out of an answer: it would carry the credentials to whoever wrote it.",
  list: (subject) => ({
    checks: listOperations(subject).flatMap((operation) => [
      {
        name: `${operation.name} calls declared origins only`,
        run: () => checkRequests(subject, operation, {}),
      },
      {
        name: `${operation.name} follows no redirect`,
        run: () =>
          checkRequests(subject, operation, {
            fault: { kind: "answer", status: 302, headers: { location: elsewhere }, text: "" },
          }),
      },
      {
        name: `${operation.name} follows no address in an answer`,
        run: () => checkRequests(subject, operation, { extraMembers: links }),
      },
    ]),
  }),
};

/** The names under which APIs put addresses into their answers. */
const links = {
  url: elsewhere,
  href: elsewhere,
  next: elsewhere,
  links: { self: elsewhere, next: elsewhere },
  fileUrl: elsewhere,
  file_url: elsewhere,
  downloadUrl: elsewhere,
  download_url: elsewhere,
  resultUrl: elsewhere,
  result_url: elsewhere,
};

async function checkRequests(
  subject: PreparedSubject,
  operation: Operation,
  options: StageOptions,
): Promise<void> {
  const { adapter, samples } = subject;
  const stage = createStage(samples, options);
  await settle(() => operation.run(connectTo(subject, stage), createCall()));
  const declared = new Set(
    adapter.origins(structuredClone(samples.settings)).map((origin) => new URL(origin).origin),
  );
  const foreign = stage.requests
    .map(({ url }) => new URL(url).origin)
    .filter((origin) => !declared.has(origin));
  refuseAll([...new Set(foreign)].map((origin) => `calls ${origin}, which origins(settings) does not name`));
}
