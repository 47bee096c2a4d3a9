import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { api, unwrap, type Schemas } from "../../api/client.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { StatusBadge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { Card } from "../../ui/card.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { ProblemView } from "../../ui/problem-view.tsx";
import { useNotify } from "../../ui/toasts.tsx";
import { ReasonList } from "../shared/reason-list.tsx";

type Replay = Schemas["DeliveryReplay"];

function replay(deliveryId: string, dryRun: boolean): Promise<Schemas["DeliveryReplays"]> {
  const params = { path: { deliveryId } };
  return unwrap(api.POST("/admin/v1/deliveries/{deliveryId}/replay", { params, body: { dryRun } }));
}

/** What a replay would do, before it is done. */
export function ReplayPreview({
  deliveryId,
  onClose,
}: {
  readonly deliveryId: string;
  readonly onClose: () => void;
}): ReactNode {
  const translate = useTranslate();
  const queries = useQueryClient();
  const notify = useNotify();
  const preview = useQuery({
    queryKey: ["replay-preview", deliveryId],
    queryFn: () => replay(deliveryId, true),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const apply = useMutation({
    mutationFn: () => replay(deliveryId, false),
    onSuccess: async () => {
      notify("good", translate("inbox.replayed"));
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Card title={translate("inbox.diffTitle")} note={translate("inbox.diffNote")}>
      <div className="stack">
        <Loaded query={preview}>
          {({ items }) => items.map((item) => <ReplayDiff key={item.deliveryId} replay={item} />)}
        </Loaded>
        {apply.error === null ? null : <ProblemView error={apply.error} />}
        <div className="row">
          <Button
            look="primary"
            disabled={preview.data === undefined || apply.isPending}
            onClick={() => apply.mutate()}
          >
            {translate("inbox.apply")}
          </Button>
          <Button onClick={onClose}>{translate("common.cancel")}</Button>
        </div>
      </div>
    </Card>
  );
}

function ReplayDiff({ replay: { outcome, code, change } }: { readonly replay: Replay }): ReactNode {
  const translate = useTranslate();
  const text = translateWord(translate, "replay", outcome);
  if (change === null)
    return (
      <Callout tone={outcome === "unchanged" ? "good" : "warn"} title={text}>
        {code === null || outcome === "unchanged" ? null : (
          <p className="break">{translateWord(translate, "verdict", code)}</p>
        )}
      </Callout>
    );
  return (
    <div className="stack">
      <div className="diff">
        <div>
          <span className="faint">{translate("inbox.now")}</span>
          <StatusBadge status={change.from} />
        </div>
        <ArrowRight size={20} aria-hidden="true" />
        <div>
          <span className="faint">{translate("inbox.then")}</span>
          <StatusBadge status={change.to} />
          <ReasonList reasons={change.reasons} />
        </div>
      </div>
      {change.isReversal ? <Callout tone="warn" title={translate("inbox.reversal")} /> : null}
    </div>
  );
}
