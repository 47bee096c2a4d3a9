import type { ReactNode } from "react";
import { useFormats } from "../../i18n/formats.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { Badge, StatusBadge, type Tone } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { Facts } from "../../ui/facts.tsx";
import { ApplicantName } from "../sessions/session-table.tsx";
import type { Detail } from "./detail.ts";

export function SessionFacts({ detail }: { readonly detail: Detail }): ReactNode {
  const translate = useTranslate();
  const { exactTime, distance } = useFormats();
  const { session, metadata, rule, reads, holds } = detail;
  const names = Object.entries(metadata);
  return (
    <Card title={translate("common.details")}>
      <Facts
        items={[
          [translate("common.status"), <StatusBadge key="status" status={session.status} />],
          [translate("sessions.applicant"), <ApplicantName key="applicant" session={session} />],
          [translate("common.tenant"), session.tenant],
          [translate("common.flow"), session.flow],
          [translate("common.connection"), session.connection],
          [
            translate("session.rule"),
            rule === null ? translate("session.rule.own") : translate("session.rule.named", { rule }),
          ],
          [
            translate("sessions.reference"),
            session.providerReference === null ? null : <code key="ref">{session.providerReference}</code>,
          ],
          [translate("session.attempts"), String(session.attempt)],
          [translate("sessions.created"), exactTime(session.createdAt)],
          [translate("session.decided"), session.decidedAt === null ? null : exactTime(session.decidedAt)],
          [translate("session.lapses"), session.lapsesAt === null ? null : exactTime(session.lapsesAt)],
          [translate("session.nextRead"), reads.nextAt === null ? null : distance(reads.nextAt)],
          [
            translate("session.holds"),
            holds.length === 0
              ? null
              : holds.map(({ id, placedBy, placedAt }) => (
                  <div key={id}>
                    {translate("session.heldBy", { who: placedBy, when: distance(placedAt) })}
                  </div>
                )),
          ],
          [translate("common.session"), <code key="id">{session.id}</code>],
          [
            translate("session.metadata"),
            names.length === 0
              ? null
              : names.map(([name, value]) => (
                  <div key={name}>
                    <span className="soft">{name}:</span> {value}
                  </div>
                )),
          ],
        ]}
      />
    </Card>
  );
}

type RequiredCheck = Detail["requiredChecks"][number];

/** What an approval has to cover, and what it did. */
export function RequiredChecks({ detail: { requiredChecks } }: { readonly detail: Detail }): ReactNode {
  const translate = useTranslate();
  return (
    <Card title={translate("session.checks")}>
      {requiredChecks.length === 0 ? <p className="soft">{translate("session.noChecks")}</p> : null}
      <ul className="stack tight">
        {requiredChecks.map((check) => (
          <li key={check.check} className="row spread">
            {translateWord(translate, "check", check.check)}
            <Badge tone={chooseTone(check)}>
              {check.outcomes.length === 0
                ? translate("session.notReported")
                : check.outcomes.map((outcome) => translateWord(translate, "outcome", outcome)).join(", ")}
            </Badge>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function chooseTone({ isCovered, outcomes }: RequiredCheck): Tone {
  if (isCovered) return "good";
  return outcomes.includes("failed") ? "bad" : "warn";
}
