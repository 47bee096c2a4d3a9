import { useState, type ReactNode } from "react";
import { useTranslate } from "../i18n/language.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";

interface ReasonDialogProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly submit: string;
  readonly look?: "primary" | "danger";
  readonly onClose: () => void;
  readonly onSubmit: (reason: string) => Promise<void>;
}

/** For what is done by name and with a reason. */
export function ReasonDialog({ lead, onSubmit, ...dialog }: ReasonDialogProps): ReactNode {
  const translate = useTranslate();
  const [reason, setReason] = useState("");
  return (
    <Dialog {...dialog} isReady={reason.trim() !== ""} onSubmit={() => onSubmit(reason.trim())}>
      {lead === undefined ? null : <div className="soft">{lead}</div>}
      <Field label={translate("common.reason")} hint={translate("common.reasonHint")}>
        {(attributes) => (
          <textarea
            {...attributes}
            maxLength={200}
            required
            value={reason}
            onChange={(event) => setReason(event.target.value.replaceAll(/\s*\n\s*/g, " "))}
          />
        )}
      </Field>
    </Dialog>
  );
}
