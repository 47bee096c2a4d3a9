import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { api, unwrap, type Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { useOperator } from "../../operator/operator.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useNotify } from "../../ui/toasts.tsx";

type Replays = Schemas["DeliveryReplays"];

/** Replays what is parked at a connection, a page at a time, and says what that would change before. */
export function ReplayRange({ connection }: { readonly connection: string }): ReactNode {
  const translate = useTranslate();
  const { may } = useOperator();
  const [preview, setPreview] = useState<Replays>();
  const [isAsking, setAsking] = useState(false);
  const notify = useNotify();
  if (!may("replayDeliveries") || connection === "") return null;
  const ask = async (): Promise<void> => {
    setAsking(true);
    try {
      setPreview(await replay(connection, true));
    } catch (error) {
      notify("bad", (error as Error).message);
    }
    setAsking(false);
  };
  return (
    <>
      <Button disabled={isAsking} onClick={() => void ask()}>
        {translate("inbox.replayRange")}
      </Button>
      {preview === undefined ? null : (
        <RangeDialog connection={connection} preview={preview} onClose={() => setPreview(undefined)} />
      )}
    </>
  );
}

function replay(connection: string, dryRun: boolean): Promise<Replays> {
  return unwrap(api.POST("/admin/v1/deliveries/replay", { body: { dryRun, state: "parked", connection } }));
}

interface RangeDialogProps {
  readonly connection: string;
  readonly preview: Replays;
  readonly onClose: () => void;
}

function RangeDialog({ connection, preview, onClose }: RangeDialogProps): ReactNode {
  const translate = useTranslate();
  const { number } = useFormats();
  const notify = useNotify();
  const queries = useQueryClient();
  const groups = [...Map.groupBy(preview.items, describeOutcome)];
  return (
    <Dialog
      title={translate("inbox.replayRange")}
      submit={translate("inbox.apply")}
      isReady={preview.items.length > 0}
      onClose={onClose}
      onSubmit={async () => {
        await replay(connection, false);
        await queries.invalidateQueries();
        notify("good", translate("inbox.replayed"));
      }}
    >
      <p className="soft">
        {translate("inbox.replayRangeLead", { connection, count: number(preview.items.length) })}
      </p>
      <ul className="stack tight">
        {groups.map(([what, items]) => {
          const [outcome = "", from = "", to = ""] = what.split(" ");
          return (
            <li key={what} className="row spread">
              <span>
                {translateWord(translate, "replay", outcome)}
                {from === ""
                  ? ""
                  : `: ${translateWord(translate, "status", from)} → ${translateWord(translate, "status", to)}`}
              </span>
              <strong className="num">{number(items.length)}</strong>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}

function describeOutcome({ outcome, change }: Replays["items"][number]): string {
  return change === null ? outcome : `${outcome} ${change.from} ${change.to}`;
}
