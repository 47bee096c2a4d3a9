import type { Call, Connection, EvidenceContent, EvidenceItem } from "@kyc-gateway/adapter-spec/v1";
import { refuse } from "../check/nonconformity.ts";
import { connectTo, createCall, createStage } from "./stage.ts";
import type { PreparedSubject } from "../subject/subject.ts";

/** The first piece of evidence of the session that the routes' own answers tell of. */
export async function findFirstItem(subject: PreparedSubject): Promise<EvidenceItem> {
  const { evidence } = connectTo(subject, createStage(subject.samples));
  const items = (await evidence?.list(subject.samples.start.expected.reference, createCall())) ?? [];
  return (
    items[0] ?? refuse("the routes' own answers must tell of a session that has evidence: list returned none")
  );
}

/** Opens it on a connection of the caller's. */
export async function openFirstItem(
  subject: PreparedSubject,
  connection: Connection,
  call: Call,
): Promise<EvidenceContent> {
  const { id } = await findFirstItem(subject);
  const content = await connection.evidence?.open(subject.samples.start.expected.reference, id, call);
  return content ?? refuse("the connection has no evidence");
}
