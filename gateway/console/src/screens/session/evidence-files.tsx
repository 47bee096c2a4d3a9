import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { accessReason, api, unwrap } from "../../api/client.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { useNotify } from "../../ui/toasts.tsx";

interface EvidenceFilesProps {
  readonly sessionId: string;
  readonly reason: string;
}

interface OpenFile {
  readonly name: string;
  readonly url: string;
  readonly isPicture: boolean;
}

/** What a browser draws as a picture and nothing else: an SVG or a page could be more than that, and is only saved. */
const pictures = new Set(["image/jpeg", "image/png", "image/webp", "image/gif"]);

export function EvidenceFiles({ sessionId, reason }: EvidenceFilesProps): ReactNode {
  const translate = useTranslate();
  const notify = useNotify();
  const [file, setFile] = useState<OpenFile>();
  const header = accessReason(reason);
  const query = useQuery({
    queryKey: ["evidence", sessionId],
    queryFn: () =>
      unwrap(api.GET("/admin/v1/sessions/{sessionId}/evidence", { params: { path: { sessionId }, header } })),
    gcTime: 0,
  });
  const open = async (evidenceId: string, name: string): Promise<void> => {
    const params = { path: { sessionId, evidenceId }, header };
    const blob: Blob = await unwrap(
      api.GET("/admin/v1/sessions/{sessionId}/evidence/{evidenceId}", { params, parseAs: "blob" }),
    );
    const isPicture = pictures.has(blob.type);
    // What is saved has no type that anything would run.
    const content = isPicture ? blob : new Blob([blob], { type: "application/octet-stream" });
    setFile({ name, url: URL.createObjectURL(content), isPicture });
  };
  return (
    <div className="stack tight">
      <h3>{translate("session.evidence")}</h3>
      <Loaded query={query}>
        {({ items }) => (
          <div className="row">
            {items.length === 0 ? <p className="soft">{translate("session.noEvidence")}</p> : null}
            {items.map(({ id, kind }) => {
              const name = translateWord(translate, "evidence", kind);
              return (
                <Button
                  key={id}
                  size="small"
                  onClick={() => void open(id, name).catch((error: Error) => notify("bad", error.message))}
                >
                  {name}
                </Button>
              );
            })}
          </div>
        )}
      </Loaded>
      {file === undefined ? null : <FileDialog file={file} onClose={() => setFile(undefined)} />}
    </div>
  );
}

function FileDialog({ file, onClose }: { readonly file: OpenFile; readonly onClose: () => void }): ReactNode {
  const translate = useTranslate();
  useEffect(() => () => URL.revokeObjectURL(file.url), [file.url]);
  return (
    <Dialog
      title={file.name}
      submit={translate("common.close")}
      onClose={onClose}
      onSubmit={() => Promise.resolve()}
    >
      {file.isPicture ? <img className="evidence" src={file.url} alt={file.name} /> : null}
      <a className="button" href={file.url} download={`${file.name}.bin`.replaceAll(/[^\w.-]+/g, "-")}>
        {translate("session.download")}
      </a>
    </Dialog>
  );
}
