import { useState, type ReactNode } from "react";
import { accessReason, api, unwrap, type Schemas } from "../../api/client.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { useOperator } from "../../operator/operator.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Facts } from "../../ui/facts.tsx";
import { ReasonDialog } from "../../ui/reason-dialog.tsx";
import { EvidenceFiles } from "./evidence-files.tsx";

interface Shown {
  readonly result: Schemas["SessionResult"];
  readonly reason: string;
}

/** What was verified about the person: asked for with a reason, kept in memory, gone with the screen. */
export function PersonalData({ sessionId }: { readonly sessionId: string }): ReactNode {
  const translate = useTranslate();
  const { may } = useOperator();
  const [isAsking, setAsking] = useState(false);
  const [shown, setShown] = useState<Shown>();
  return (
    <Card title={translate("session.claims")}>
      <div className="stack">
        {shown === undefined ? (
          <>
            <p className="soft">{translate("session.claimsNote")}</p>
            <div>
              <Button onClick={() => setAsking(true)}>{translate("session.showClaims")}</Button>
            </div>
          </>
        ) : (
          <>
            <ClaimList claims={shown.result.claims} />
            {may("operatorListEvidence") ? (
              <EvidenceFiles sessionId={sessionId} reason={shown.reason} />
            ) : null}
          </>
        )}
      </div>
      {isAsking ? (
        <ReasonDialog
          title={translate("session.claimsTitle")}
          lead={translate("session.claimsNote")}
          submit={translate("session.showClaims")}
          onClose={() => setAsking(false)}
          onSubmit={async (reason) => {
            const params = { path: { sessionId }, header: accessReason(reason) };
            const result = await unwrap(api.GET("/admin/v1/sessions/{sessionId}/result", { params }));
            setShown({ result, reason });
          }}
        />
      ) : null}
    </Card>
  );
}

function ClaimList({ claims }: { readonly claims: object }): ReactNode {
  const translate = useTranslate();
  const items = flatten(claims);
  if (items.length === 0) return <p className="soft">{translate("session.noClaims")}</p>;
  return (
    <Facts items={items.map(([name, value]) => [translateWord(translate, "claim", name), value] as const)} />
  );
}

/** `person.dateOfBirth` becomes `date of birth`; several of one name are told apart by their number. */
function flatten(claims: object): readonly (readonly [name: string, value: string])[] {
  const seen = new Map<string, number>();
  return listLeaves(claims, "").map(([name, value]) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [count === 1 ? name : `${name} ${count}`, value] as const;
  });
}

/** Whatever a provider wrote there stays text. */
function listLeaves(value: object, path: string): (readonly [string, string])[] {
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const place = Array.isArray(value) ? path : name.replaceAll(/([A-Z])/g, " $1").toLowerCase();
    if (typeof member === "object") return member === null ? [] : listLeaves(member, place);
    return [[place, typeof member === "string" ? member : JSON.stringify(member)] as const];
  });
}
