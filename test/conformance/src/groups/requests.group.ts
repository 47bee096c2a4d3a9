import type { Check, CheckGroup } from "../check/check.ts";
import { refuse, refuseAll } from "../check/nonconformity.ts";
import { listOperations } from "../stage/operations.ts";
import type { Operation } from "../stage/operations.ts";
import { settle } from "../stage/settle.ts";
import { connectTo, createCall, createStage } from "../stage/stage.ts";
import type { SeenRequest } from "../stage/stage.ts";
import type { PreparedSubject } from "../subject/subject.ts";
import { findDifferences } from "./expected-request.ts";
import { checkAsked, listAskable } from "./asked-members.ts";
import { checkEncoding } from "./encoding.ts";

/** What these ask must be written down: it authorises, and it decides which session is made and read. */
const described = new Set(["start", "read"]);

export const requestsGroup: CheckGroup = {
  id: "requests",
  title: "what is sent",
  advice:
    "Send what the provider documents: signed and authorised, every value in its place of the URL (urlPath of the kit), and nothing that was asked for left out in silence.",
  list: (subject) => {
    const operations = listOperations(subject);
    return {
      checks: [
        ...operations
          .filter(({ name }) => described.has(name))
          .map((operation) => ({
            name: `${operation.name}: has samples of what its requests hold`,
            run: () => checkDescribed(subject, operation),
          })),
        // A health check asks for what nobody has.
        ...operations
          .filter(({ name }) => name !== "checkHealth")
          .map((operation) => describeExpectation(subject, operation)),
        ...operations
          .filter(({ name }) => name !== "start" && name !== "checkHealth")
          .map((operation) => ({
            name: `${operation.name}: keeps ids in their place of the URL`,
            run: () => checkEncoding(subject, operation),
          })),
        ...listAskable(subject).map((member) => ({
          name: `start: sends or refuses ${member}`,
          run: () => checkAsked(subject, member),
        })),
      ],
    };
  },
};

function describeExpectation(subject: PreparedSubject, operation: Operation): Check {
  return {
    name: `${operation.name}: sends what the samples expect`,
    run: async () => refuseAll(listProblems(subject, await record(subject, operation))),
  };
}

async function record(subject: PreparedSubject, operation: Operation): Promise<readonly SeenRequest[]> {
  const stage = createStage(subject.samples);
  await settle(() => operation.run(connectTo(subject, stage), createCall()));
  return stage.requests;
}

function listProblems({ samples }: PreparedSubject, requests: readonly SeenRequest[]): readonly string[] {
  return requests.flatMap((request) => {
    const expected = samples.routes[request.routeName ?? ""]?.expects;
    const differences = expected === undefined ? [] : [...findDifferences(expected, request)];
    return differences.map((difference) => `the request to "${request.routeName}": ${difference}`);
  });
}

async function checkDescribed(subject: PreparedSubject, operation: Operation): Promise<void> {
  const requests = await record(subject, operation);
  const undescribed = requests
    .map(({ routeName }) => routeName ?? "")
    .filter((name) => name !== "" && Object.keys(subject.samples.routes[name]?.expects ?? {}).length === 0);
  if (requests.length === 0) refuse("nothing was sent");
  refuseAll(
    [...new Set(undescribed)].map(
      (name) =>
        `give the route "${name}" its "expects": the headers that authorise and sign the request, and its body, as the documentation has them`,
    ),
  );
}
