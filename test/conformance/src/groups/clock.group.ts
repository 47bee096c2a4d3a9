import type { CheckGroup } from "../check/check.ts";
import { refuse } from "../check/nonconformity.ts";
import { listOperations } from "../stage/operations.ts";
import { settle } from "../stage/settle.ts";
import { connectTo, createCall, createStage } from "../stage/stage.ts";
import type { PreparedSubject } from "../subject/subject.ts";
import { buildOriginal, connectReceiver } from "./webhooks/originals.ts";

export const clockGroup: CheckGroup = {
  id: "clock",
  title: "the clock",
  advice:
    "Read no clock but host.now(): Date.now() and new Date() are another one, and so is performance.now().",
  list: (subject) => ({
    checks: [
      { name: "connect reads no clock of its own", run: () => watch(async () => connect(subject)) },
      ...listOperations(subject).map((operation) => ({
        name: `${operation.name} reads no clock of its own`,
        run: () => watch(() => operation.run(connect(subject), createCall())),
      })),
      ...(subject.samples.deliveries ?? []).map((sample) => ({
        name: `${sample.name}: is judged by no clock of its own`,
        run: () => {
          const { delivery } = buildOriginal(subject, sample);
          return watch(async () => connectReceiver(subject, sample).webhooks.receive(delivery));
        },
      })),
    ],
  }),
};

function connect(subject: PreparedSubject) {
  return connectTo(subject, createStage(subject.samples));
}

/** Clocks of the process while an adapter works: the suite itself reads none of them meanwhile. */
async function watch(work: () => Promise<unknown>): Promise<void> {
  const { Date: RealDate } = globalThis;
  const realNow = performance.now.bind(performance);
  const read: string[] = [];
  // A date that is given its time is no clock.
  globalThis.Date = new Proxy(RealDate, {
    construct(target, values: readonly unknown[], made) {
      if (values.length === 0) read.push("new Date()");
      return Reflect.construct(target, values, made === globalThis.Date ? target : made) as Date;
    },
    apply(target, self, values) {
      read.push("Date()");
      return Reflect.apply(target, self, values) as string;
    },
    get(target, name) {
      if (name === "now") read.push("Date.now()");
      return Reflect.get(target, name) as unknown;
    },
  });
  performance.now = () => {
    read.push("performance.now()");
    return realNow();
  };
  try {
    await settle(work);
  } finally {
    globalThis.Date = RealDate;
    performance.now = realNow;
  }
  if (read.length > 0)
    refuse(
      `${[...new Set(read)].join(", ")} is read: the only clock of an adapter is host.now(), which tests and replays can set`,
    );
}
