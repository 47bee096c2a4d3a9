import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { api, unwrap } from "../../api/client.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { Callout } from "../../ui/callout.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ReasonField } from "../../ui/reason-field.tsx";
import { Segments } from "../../ui/segments.tsx";
import { useNotify } from "../../ui/toasts.tsx";
import type { Detail } from "./detail.ts";

type Decision = "APPROVED" | "REJECTED";

interface DecideDialogProps {
  readonly detail: Detail;
  readonly onClose: () => void;
}

/** A decision by name: nothing is chosen beforehand, and what an approval would override is said. */
export function DecideDialog({ detail, onClose }: DecideDialogProps): ReactNode {
  const translate = useTranslate();
  const notify = useNotify();
  const queries = useQueryClient();
  const [decision, setDecision] = useState<Decision>();
  const [reason, setReason] = useState("");
  const { id: sessionId, seq } = detail.session;
  return (
    <Dialog
      title={translate("session.decideTitle")}
      submit={translate(decision === "REJECTED" ? "session.reject" : "session.approve")}
      look={decision === "REJECTED" ? "danger" : "primary"}
      isReady={decision !== undefined && reason.trim() !== ""}
      onClose={onClose}
      onSubmit={async () => {
        if (decision === undefined) return;
        const params = { path: { sessionId } };
        // What was looked at is what is decided: anything newer is refused with 412.
        const body = { decision, reason: reason.trim(), seq };
        await unwrap(api.POST("/admin/v1/sessions/{sessionId}/decision", { params, body }));
        await queries.invalidateQueries();
        notify("good", translate("session.decidedDone"));
      }}
    >
      <p className="soft">{translate("session.decideLead")}</p>
      <Segments<Decision | "">
        label={translate("session.decision")}
        value={decision ?? ""}
        onChange={(value) => value !== "" && setDecision(value)}
        options={[
          ["APPROVED", translate("session.approve")],
          ["REJECTED", translate("session.reject")],
        ]}
      />
      {decision === "APPROVED" ? <MissingChecks detail={detail} /> : null}
      <ReasonField value={reason} onChange={setReason} />
    </Dialog>
  );
}

function MissingChecks({ detail: { requiredChecks } }: { readonly detail: Detail }): ReactNode {
  const translate = useTranslate();
  const missing = requiredChecks.filter(({ isCovered }) => !isCovered);
  if (missing.length === 0) return null;
  const checks = missing.map(({ check }) => translateWord(translate, "check", check)).join(", ");
  return <Callout tone="warn" title={translate("session.missing", { checks })} />;
}
