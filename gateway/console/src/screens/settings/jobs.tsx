import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, unwrap, type Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { useOperator } from "../../operator/operator.tsx";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Table } from "../../ui/table.tsx";
import { useNotify } from "../../ui/toasts.tsx";

type Job = Schemas["Job"];

const tones: Readonly<Record<Job["state"], Tone>> = {
  ready: "info",
  scheduled: "muted",
  locked: "info",
  dead: "bad",
};

/** The queue of jobs: how much there is of what, and those that have given up. */
export function Jobs(): ReactNode {
  const translate = useTranslate();
  const { number } = useFormats();
  const query = useQuery({
    queryKey: ["jobs"],
    queryFn: () => unwrap(api.GET("/admin/v1/jobs", { params: { query: { state: "dead" } } })),
    refetchInterval: 15_000,
  });
  return (
    <Card title={translate("jobs.title")} note={translate("jobs.note")} isFlush>
      <Loaded query={query}>
        {({ counts, items }) => (
          <>
            <div className="row body">
              {counts.length === 0 ? <span className="soft">{translate("jobs.none")}</span> : null}
              {counts.map(({ task, state, count }) => (
                <Badge key={`${task} ${state}`} tone={tones[state]}>
                  {task}: {translate(`jobs.${state}`)} {number(count)}
                </Badge>
              ))}
            </div>
            {items.length === 0 ? null : <DeadJobs items={items} />}
          </>
        )}
      </Loaded>
    </Card>
  );
}

function DeadJobs({ items }: { readonly items: readonly Job[] }): ReactNode {
  const translate = useTranslate();
  const { distance, number } = useFormats();
  return (
    <Table
      caption={translate("jobs.title")}
      rows={items}
      keyOf={({ id }) => id}
      columns={[
        { label: translate("jobs.task"), cell: ({ task }) => <strong>{task}</strong> },
        { label: translate("jobs.attempts"), align: "end", cell: ({ attempts }) => number(attempts) },
        { label: translate("settings.created"), cell: ({ createdAt }) => distance(createdAt) },
        {
          label: translate("common.details"),
          align: "end",
          narrow: "bare",
          cell: ({ id }) => <RetryButton jobId={id} />,
        },
      ]}
    />
  );
}

function RetryButton({ jobId }: { readonly jobId: string }): ReactNode {
  const translate = useTranslate();
  const notify = useNotify();
  const queries = useQueryClient();
  const { may } = useOperator();
  const retry = useMutation({
    mutationFn: () => unwrap(api.POST("/admin/v1/jobs/{jobId}/retry", { params: { path: { jobId } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["jobs"] });
      notify("good", translate("jobs.retried"));
    },
    onError: (error) => notify("bad", error.message),
  });
  if (!may("retryJob")) return null;
  return (
    <Button size="small" disabled={retry.isPending} onClick={() => retry.mutate()}>
      {translate("common.retry")}
    </Button>
  );
}
