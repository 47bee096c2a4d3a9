import type { Connection, Facet } from "@kyc-gateway/adapter-spec/v1";
import type { CheckGroup } from "../check/check.ts";
import { refuse, refuseAll } from "../check/nonconformity.ts";
import { connectTo, createStage } from "../stage/stage.ts";
import { facetRules, facets } from "../subject/facet-rules.ts";
import { mergePatch } from "../subject/merge-patch.ts";
import type { PreparedSubject } from "../subject/subject.ts";

export const facetsGroup: CheckGroup = {
  id: "facets",
  title: "declared ⇔ implemented",
  advice:
    "Make capabilities in the manifest and the members of the connection agree: the gateway refuses to start otherwise.",
  list: (subject) => ({
    checks: [
      {
        name: "connects with the sample settings",
        run: () => void connectTo(subject, createStage(subject.samples)),
      },
      { name: "implements sessions.start and sessions.read", run: () => checkSessions(connect(subject)) },
      ...facets.map((facet) => ({
        name: `implements ${facet} if and only if it declares it`,
        run: () => checkFacet(subject, facet),
      })),
      {
        name: "implements of each facet what it declares of it",
        run: () => refuseAll(facets.flatMap((facet) => [...findPartProblems(subject, facet)])),
      },
      { name: "implements sessions.erase if and only if it declares it", run: () => checkErase(subject) },
      {
        name: "implements sessions.relaunch if and only if it declares it",
        run: () => checkRelaunch(subject),
      },
      { name: "issues tokens if and only if it declares bearer webhooks", run: () => checkTokens(subject) },
    ],
  }),
};

function connect(subject: PreparedSubject, settings?: unknown): Connection {
  return connectTo(subject, createStage(subject.samples), settings);
}

function checkSessions({ sessions }: Connection): void {
  if (typeof sessions?.start !== "function" || typeof sessions.read !== "function") {
    refuse("connect returns no sessions with start and read");
  }
}

function checkFacet(subject: PreparedSubject, facet: Facet): void {
  const isDeclared = subject.adapter.manifest.capabilities.facets.includes(facet);
  const isImplemented = connect(subject)[facet] !== undefined;
  if (isDeclared === isImplemented) return;
  refuse(
    isDeclared
      ? `the manifest declares the facet "${facet}" and the connection lacks it`
      : `the connection has the facet "${facet}" and the manifest does not declare it`,
  );
}

function* findPartProblems(subject: PreparedSubject, facet: Facet): Generator<string> {
  const members = connect(subject)[facet] as Readonly<Record<string, unknown>> | undefined;
  if (members === undefined) return;
  const { methods, optional } = facetRules[facet];
  for (const name of methods)
    if (typeof members[name] !== "function") yield `${facet}.${name} is not a function`;
  for (const part of optional) {
    const isDeclared = part.isDeclared(subject.adapter.manifest.capabilities);
    for (const name of part.members)
      if ((members[name] !== undefined) !== isDeclared)
        yield `capabilities.${facet}.${part.flag} and ${facet}.${name} disagree`;
  }
}

function checkErase(subject: PreparedSubject): void {
  const { erasesSessions } = subject.adapter.manifest.capabilities;
  const hasErase = connect(subject).sessions.erase !== undefined;
  if (erasesSessions !== hasErase) {
    refuse(
      `capabilities.erasesSessions is ${erasesSessions}, and sessions.erase is ${hasErase ? "there" : "absent"}`,
    );
  }
}

function checkRelaunch(subject: PreparedSubject): void {
  const { relaunches } = subject.adapter.manifest.capabilities;
  const hasRelaunch = connect(subject).sessions.relaunch !== undefined;
  if (relaunches !== hasRelaunch)
    refuse(
      `capabilities.relaunches is ${relaunches}, and sessions.relaunch is ${hasRelaunch ? "there" : "absent"}`,
    );
}

function checkTokens(subject: PreparedSubject): void {
  const { samples, adapter } = subject;
  const isDeclared = adapter.manifest.capabilities.webhookSchemes.includes("bearer");
  const settings = [
    samples.settings,
    ...(samples.deliveries ?? []).map((delivery) => mergePatch(samples.settings, delivery.settings ?? {})),
  ];
  const isImplemented = settings.some((own) => connect(subject, own).webhooks?.issueToken !== undefined);
  if (isDeclared === isImplemented) return;
  refuse(
    isDeclared
      ? 'the manifest declares the webhook scheme "bearer", and issueToken is absent with every sample\'s settings'
      : 'issueToken is there, and the manifest does not declare the webhook scheme "bearer"',
  );
}
