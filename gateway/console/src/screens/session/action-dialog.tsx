import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { accessReason, api, unwrap } from "../../api/client.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { ReasonDialog } from "../../ui/reason-dialog.tsx";
import { ReasonField } from "../../ui/reason-field.tsx";
import { useNotify } from "../../ui/toasts.tsx";
import { DecideDialog } from "./decide-dialog.tsx";
import type { Detail } from "./detail.ts";
import { LinkDialog } from "./link-dialog.tsx";

export type ActionKind = "decide" | "erase" | "hold" | "link";

export interface SessionDialogProps {
  readonly detail: Detail;
  readonly onClose: () => void;
}

export function ActionDialog({
  kind,
  ...props
}: SessionDialogProps & { readonly kind: ActionKind }): ReactNode {
  if (kind === "decide") return <DecideDialog {...props} />;
  if (kind === "link") return <LinkDialog {...props} />;
  return kind === "erase" ? <EraseDialog {...props} /> : <HoldDialog {...props} />;
}

function HoldDialog({ detail: { session }, onClose }: SessionDialogProps): ReactNode {
  const translate = useTranslate();
  const notify = useNotify();
  const queries = useQueryClient();
  return (
    <ReasonDialog
      title={translate("session.hold")}
      lead={translate("session.holdLead")}
      submit={translate("session.hold")}
      onClose={onClose}
      onSubmit={async (reason) => {
        const { tenant, id: sessionId } = session;
        await unwrap(api.POST("/admin/v1/legal-holds", { body: { tenant, sessionId, reason } }));
        await queries.invalidateQueries({ queryKey: ["session", sessionId] });
        notify("good", translate("session.holdDone"));
      }}
    />
  );
}

const confirmation = "ERASE";

/** What cannot be undone is typed, and has a reason. */
function EraseDialog({ detail: { session }, onClose }: SessionDialogProps): ReactNode {
  const translate = useTranslate();
  const notify = useNotify();
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const sessionId = session.id;
  return (
    <Dialog
      title={translate("session.eraseTitle")}
      submit={translate("session.erase")}
      look="danger"
      isReady={reason.trim() !== "" && typed === confirmation}
      onClose={onClose}
      onSubmit={async () => {
        const params = { path: { sessionId }, header: accessReason(reason.trim()) };
        await unwrap(api.DELETE("/admin/v1/sessions/{sessionId}/applicant", { params }));
        await queries.invalidateQueries();
        notify("good", translate("session.erasedDone"));
      }}
    >
      <p className="soft">{translate("session.eraseLead")}</p>
      <ReasonField value={reason} onChange={setReason} />
      <Field label={translate("session.eraseConfirm")}>
        {(attributes) => (
          <input
            {...attributes}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}
