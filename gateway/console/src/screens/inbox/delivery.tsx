import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Link, useParams } from "wouter";
import { api, unwrap, type Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { useOperator } from "../../operator/operator.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Page } from "../../ui/page.tsx";
import { DeliveryBadge } from "./delivery-badge.tsx";
import { ReplayPreview } from "./replay-preview.tsx";

export default function Delivery(): ReactNode {
  const translate = useTranslate();
  const { id } = useParams<{ id: string }>();
  const { may } = useOperator();
  const [isComparing, setComparing] = useState(false);
  const query = useQuery({
    queryKey: ["delivery", id],
    queryFn: () =>
      unwrap(api.GET("/admin/v1/deliveries/{deliveryId}", { params: { path: { deliveryId: id } } })),
  });
  return (
    <Page
      title={translate("inbox.delivery")}
      back={{ href: "/inbox", label: translate("inbox.back") }}
      actions={
        may("replayDelivery") && query.data !== undefined && !isComparing ? (
          <Button look="primary" onClick={() => setComparing(true)}>
            {translate("inbox.compare")}
          </Button>
        ) : undefined
      }
    >
      <Loaded query={query}>
        {(delivery) => (
          <div className="grid story">
            <div className="stack">
              {isComparing ? <ReplayPreview deliveryId={id} onClose={() => setComparing(false)} /> : null}
              <Card title={translate("inbox.body")} note={translate("inbox.bodyNote")}>
                <pre className="code" tabIndex={0}>
                  {JSON.stringify(delivery.body, null, 2)}
                </pre>
              </Card>
            </div>
            <DeliveryFacts delivery={delivery} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function DeliveryFacts({ delivery }: { readonly delivery: Schemas["InboxDeliveryDetail"] }): ReactNode {
  const translate = useTranslate();
  const { exactTime, number } = useFormats();
  const { state, verdict, connection, eventType, eventId, sessionId, attempts, receivedAt, settledAt } =
    delivery;
  return (
    <Card title={translate("common.details")}>
      <Facts
        items={[
          [translate("inbox.state"), <DeliveryBadge key="state" state={state} />],
          [
            translate("inbox.verdict"),
            verdict === null ? null : translateWord(translate, "verdict", verdict),
          ],
          [translate("common.connection"), connection],
          [translate("inbox.event"), eventType],
          [translate("inbox.eventId"), eventId],
          [
            translate("common.session"),
            sessionId === null ? null : (
              <Link key="session" className="mono" href={`/sessions/${sessionId}`}>
                {sessionId}
              </Link>
            ),
          ],
          [translate("inbox.attempts"), number(attempts)],
          [translate("inbox.received"), exactTime(receivedAt)],
          [translate("inbox.settled"), settledAt === null ? null : exactTime(settledAt)],
        ]}
      />
    </Card>
  );
}
