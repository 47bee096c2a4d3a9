import { useState, type ReactNode } from "react";
import { Dialog } from "./dialog.tsx";
import { ReasonField } from "./reason-field.tsx";

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
  const [reason, setReason] = useState("");
  return (
    <Dialog {...dialog} isReady={reason.trim() !== ""} onSubmit={() => onSubmit(reason.trim())}>
      {lead === undefined ? null : <div className="soft">{lead}</div>}
      <ReasonField value={reason} onChange={setReason} />
    </Dialog>
  );
}
