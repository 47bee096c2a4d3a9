import { useState, type ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate, type Translate } from "../../i18n/language.tsx";
import { useOperator } from "../../operator/operator.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { Card } from "../../ui/card.tsx";
import { Facts } from "../../ui/facts.tsx";
import { ControlDialog, type ControlKind } from "./control-dialog.tsx";
import { describeState } from "./describe-state.ts";

type Health = Schemas["ConnectionHealth"];
type Connection = Schemas["ConnectionInfo"];

interface ConnectionCardProps {
  readonly health: Health;
  /** What is configured; undefined: not loaded yet. */
  readonly connection: Connection | undefined;
}

export function ConnectionCard({ health, connection }: ConnectionCardProps): ReactNode {
  const translate = useTranslate();
  const [open, setOpen] = useState<ControlKind>();
  const [tone, state] = describeState(health, translate);
  const name = health.connection;
  return (
    <Card title={name} actions={<Badge tone={tone}>{state}</Badge>}>
      <div className="stack">
        <HoldNote health={health} />
        <HealthFacts health={health} connection={connection} />
        <Failures failures={health.recentFailures} />
        <Controls health={health} onOpen={setOpen} />
        {open === undefined ? null : (
          <ControlDialog kind={open} name={name} limits={health.limits} onClose={() => setOpen(undefined)} />
        )}
      </div>
    </Card>
  );
}

function HoldNote({ health: { hold } }: { readonly health: Health }): ReactNode {
  const translate = useTranslate();
  const { distance } = useFormats();
  if (hold === null) return null;
  return (
    <Callout tone="warn" title={translate("providers.held", { by: hold.by, when: distance(hold.since) })}>
      <p className="break">{hold.reason}</p>
    </Callout>
  );
}

function HealthFacts({ health, connection }: ConnectionCardProps): ReactNode {
  const translate = useTranslate();
  const { number, distance } = useFormats();
  const { adapter, tenant, breakers, recentCalls, lastDeliveryAt, limits } = health;
  const { calls, failures, medianMs, slowestMs } = recentCalls;
  const troubled = breakers.filter(({ state }) => state !== "closed");
  return (
    <Facts
      items={[
        [translate("providers.adapter"), adapter],
        [translate("providers.owner"), tenant ?? describeSharing(connection, translate)],
        [
          translate("providers.errors"),
          translate("providers.failuresOf", { failures: number(failures), calls: number(calls) }),
        ],
        [
          translate("providers.latency"),
          medianMs === null || slowestMs === null
            ? null
            : translate("providers.latencyOf", { median: number(medianMs), slowest: number(slowestMs) }),
        ],
        [
          translate("providers.breaker"),
          troubled.length === 0
            ? null
            : troubled.map(({ operation, state }) => (
                <div key={operation}>
                  {operation}: {translate(`providers.breaker.${state}`)}
                </div>
              )),
        ],
        [translate("providers.lastDelivery"), lastDeliveryAt === null ? null : distance(lastDeliveryAt)],
        [translate("providers.limits"), describeLimits(limits, translate)],
        [
          translate("providers.webhook"),
          connection === undefined ? null : <code key="path">{connection.webhookPath}</code>,
        ],
      ]}
    />
  );
}

function describeSharing(connection: Connection | undefined, translate: Translate): string {
  return connection?.tenants === undefined
    ? translate("providers.shared")
    : translate("providers.sharedBy", { names: connection.tenants.join(", ") });
}

function describeLimits(
  { callsPerSecond, concurrency }: Health["limits"],
  translate: Translate,
): string | null {
  const parts = [
    ...(callsPerSecond === null ? [] : [`${translate("providers.callsPerSecond")}: ${callsPerSecond}`]),
    ...(concurrency === null ? [] : [`${translate("providers.concurrentCalls")}: ${concurrency}`]),
  ];
  return parts.length === 0 ? null : parts.join(", ");
}

function Failures({ failures }: { readonly failures: Health["recentFailures"] }): ReactNode {
  const translate = useTranslate();
  const { distance, number } = useFormats();
  if (failures.length === 0) return null;
  return (
    <details>
      <summary>{translate("providers.lastErrors", { count: number(failures.length) })}</summary>
      <ul className="stack tight">
        {failures.map(({ at, operation, code, durationMs }) => (
          <li key={`${at} ${operation} ${durationMs}`} className="row spread">
            <span>
              {operation}: <code>{code}</code>
            </span>
            <span className="faint">{distance(at)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface ControlsProps {
  readonly health: Health;
  readonly onOpen: (kind: ControlKind) => void;
}

function Controls({ health: { hold }, onOpen }: ControlsProps): ReactNode {
  const translate = useTranslate();
  const { may } = useOperator();
  if (!may("holdConnection")) return null;
  return (
    <div className="row">
      {hold === null ? (
        <Button onClick={() => onOpen("hold")}>{translate("providers.hold")}</Button>
      ) : (
        <Button look="primary" onClick={() => onOpen("release")}>
          {translate("providers.release")}
        </Button>
      )}
      <Button look="plain" onClick={() => onOpen("limits")}>
        {translate("providers.limits")}
      </Button>
    </div>
  );
}
