import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useState, type ReactNode } from "react";
import { api, unwrap } from "../../api/client.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { useOperator } from "../../operator/operator.tsx";
import { Button } from "../../ui/button.tsx";
import { useNotify } from "../../ui/toasts.tsx";
import { ActionDialog, type ActionKind } from "./action-dialog.tsx";
import type { Detail } from "./detail.ts";

/** What the operator may do with the session as it is. */
export function Actions({ detail }: { readonly detail: Detail }): ReactNode {
  const translate = useTranslate();
  const { may } = useOperator();
  const [open, setOpen] = useState<ActionKind>();
  const { session, holds } = detail;
  const isErased = session.erasure !== "none";
  const isOver = ["APPROVED", "REJECTED", "EXPIRED"].includes(session.status);
  const isStarted = session.connection !== null && !isErased;
  return (
    <>
      {isStarted && may("operatorRefreshSession") ? <RefreshButton sessionId={session.id} /> : null}
      {isStarted && !isOver && may("operatorLaunchSession") ? (
        <Button onClick={() => setOpen("link")}>{translate("session.link")}</Button>
      ) : null}
      {holds.length === 0 && !isErased && may("placeLegalHold") ? (
        <Button onClick={() => setOpen("hold")}>{translate("session.hold")}</Button>
      ) : null}
      {!isErased && may("erasePersonOfSession") ? (
        <Button onClick={() => setOpen("erase")}>{translate("session.erase")}</Button>
      ) : null}
      {session.status === "PENDING_REVIEW" && may("decideSession") ? (
        <Button look="primary" onClick={() => setOpen("decide")}>
          {translate("session.decide")}
        </Button>
      ) : null}
      {open === undefined ? null : (
        <ActionDialog kind={open} detail={detail} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}

function RefreshButton({ sessionId }: { readonly sessionId: string }): ReactNode {
  const translate = useTranslate();
  const notify = useNotify();
  const queries = useQueryClient();
  const params = { path: { sessionId } };
  const refresh = useMutation({
    mutationFn: () => unwrap(api.POST("/admin/v1/sessions/{sessionId}/refresh", { params })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["session", sessionId] });
      notify("good", translate("session.refreshed"));
    },
    onError: (error) => notify("bad", error.message),
  });
  return (
    <Button disabled={refresh.isPending} onClick={() => refresh.mutate()}>
      <RefreshCw size={16} aria-hidden="true" />
      {translate("session.refresh")}
    </Button>
  );
}
