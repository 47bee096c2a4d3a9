import { useState, type ReactNode } from "react";
import { accessReason, api, unwrap } from "../../api/client.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { ReasonDialog } from "../../ui/reason-dialog.tsx";
import type { Detail } from "./detail.ts";

interface LinkDialogProps {
  readonly detail: Detail;
  readonly onClose: () => void;
}

/** The link lets somebody in as the applicant: it is asked for with a reason, shown once, and kept nowhere. */
export function LinkDialog({ detail: { session }, onClose }: LinkDialogProps): ReactNode {
  const translate = useTranslate();
  const [url, setUrl] = useState<string>();
  if (url !== undefined) return <ReadyDialog url={url} onClose={onClose} />;
  return (
    <ReasonDialog
      title={translate("session.linkTitle")}
      lead={translate("session.linkLead")}
      submit={translate("session.link")}
      onClose={() => url === undefined || onClose()}
      onSubmit={async (reason) => {
        const params = { path: { sessionId: session.id }, header: accessReason(reason) };
        const { launch } = await unwrap(api.POST("/admin/v1/sessions/{sessionId}/launch", { params }));
        setUrl(launch?.url ?? "");
      }}
    />
  );
}

function ReadyDialog({ url, onClose }: { readonly url: string; readonly onClose: () => void }): ReactNode {
  const translate = useTranslate();
  const [isCopied, setCopied] = useState(false);
  return (
    <Dialog
      title={translate("session.linkTitle")}
      submit={translate("common.close")}
      onClose={onClose}
      onSubmit={() => Promise.resolve()}
    >
      <Field label={translate("session.linkReady")}>
        {(attributes) => <input {...attributes} readOnly value={url} />}
      </Field>
      <div>
        <Button onClick={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}>
          {translate(isCopied ? "common.copied" : "common.copy")}
        </Button>
      </div>
    </Dialog>
  );
}
