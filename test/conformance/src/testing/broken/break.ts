import type { Connection, Sessions } from "@kyc-gateway/adapter-spec/v1";
import type { GroupId } from "../../check/check.ts";
import type { Subject } from "../../subject/subject.ts";
import { connectSample, createSampleAdapter } from "../sample-adapter/adapter.ts";
import type { Context } from "../sample-adapter/context.ts";
import { manifest } from "../sample-adapter/manifest.ts";
import { createSessions } from "../sample-adapter/sessions.ts";
import { createSampleSubject } from "../sample-subject.ts";

/** An adapter that is broken in one way, and the one group that must notice. */
export interface BrokenSubject {
  readonly fault: string;
  readonly group: GroupId;
  /** What the failed check has to say, so that its reader knows the cause. */
  readonly hint?: string;
  readonly subject: Subject;
}

type Break = (context: Context, good: Connection) => Partial<Connection>;

export function breakConnection(change: Break): Subject {
  const connect = (context: Context) => {
    const good = connectSample(context);
    return { ...good, ...change(context, good) };
  };
  return createSampleSubject({ adapter: createSampleAdapter({ connect }) });
}

export function breakSessions(change: (context: Context, good: Sessions) => Partial<Sessions>): Subject {
  return breakConnection((context) => {
    const good = createSessions(context);
    return { sessions: { ...good, ...change(context, good) } };
  });
}

export function breakManifest(change: Partial<typeof manifest>): Subject {
  return createSampleSubject({ adapter: createSampleAdapter({ manifest: { ...manifest, ...change } }) });
}

export function breakCapabilities(
  change: Partial<typeof manifest.capabilities>,
  lacking?: "evidence",
): Subject {
  const connect = (context: Context): Connection => {
    const { evidence, ...rest } = connectSample(context);
    return lacking === "evidence" || evidence === undefined ? rest : { ...rest, evidence };
  };
  const capabilities = { ...manifest.capabilities, ...change };
  return createSampleSubject({
    adapter: createSampleAdapter({ manifest: { ...manifest, capabilities }, connect }),
  });
}
