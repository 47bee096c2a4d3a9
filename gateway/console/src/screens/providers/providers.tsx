import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { api, unwrap, type Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate, type Translate } from "../../i18n/language.tsx";
import { useOperator } from "../../operator/operator.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Page } from "../../ui/page.tsx";
import { describeState } from "./describe-state.ts";
import { ControlDialog, type ControlKind } from "./control-dialog.tsx";

type Connection = Schemas["ConnectionInfo"];

export default function Providers(): ReactNode {
  const translate = useTranslate();
  const query = useQuery({
    queryKey: ["connections"],
    queryFn: () => unwrap(api.GET("/admin/v1/connections")),
    refetchInterval: 15_000,
  });
  return (
    <Page title={translate("nav.providers")} lead={translate("providers.lead")}>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Card isFlush>
              <Empty title={translate("providers.none")}>{translate("providers.noneWhat")}</Empty>
            </Card>
          ) : (
            <div className="grid two">
              {items.map((connection) => (
                <ConnectionCard key={connection.name} connection={connection} />
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}

function ConnectionCard({ connection }: { readonly connection: Connection }): ReactNode {
  const translate = useTranslate();
  const [open, setOpen] = useState<ControlKind>();
  const { name, adapter, webhookPath } = connection;
  const [tone, state] = describeState(connection, translate);
  return (
    <Card title={name} actions={<Badge tone={tone}>{state}</Badge>}>
      <div className="stack">
        <HoldNote connection={connection} />
        <Facts
          items={[
            [translate("providers.adapter"), adapter],
            [translate("providers.owner"), describeOwner(connection, translate)],
            [translate("providers.webhook"), <code key="path">{webhookPath}</code>],
          ]}
        />
        <Controls connection={connection} onOpen={setOpen} />
        {open === undefined ? null : (
          <ControlDialog kind={open} name={name} onClose={() => setOpen(undefined)} />
        )}
      </div>
    </Card>
  );
}

function HoldNote({ connection: { hold } }: { readonly connection: Connection }): ReactNode {
  const translate = useTranslate();
  const { distance } = useFormats();
  if (hold === undefined) return null;
  return (
    <Callout tone="warn" title={translate("providers.held", { by: hold.by, when: distance(hold.since) })}>
      <p className="break">{hold.reason}</p>
    </Callout>
  );
}

interface ControlsProps {
  readonly connection: Connection;
  readonly onOpen: (kind: ControlKind) => void;
}

function Controls({ connection: { hold }, onOpen }: ControlsProps): ReactNode {
  const translate = useTranslate();
  const { may } = useOperator();
  if (!may("holdConnection")) return null;
  return (
    <div className="row">
      {hold === undefined ? (
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

function describeOwner({ tenant, tenants }: Connection, translate: Translate): string {
  if (tenant !== undefined) return tenant;
  return tenants === undefined
    ? translate("providers.shared")
    : translate("providers.sharedBy", { names: tenants.join(", ") });
}
