import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useParams } from "wouter";
import { api, unwrap } from "../../api/client.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { useOperator } from "../../operator/operator.tsx";
import { Callout } from "../../ui/callout.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Page } from "../../ui/page.tsx";
import { Actions } from "./actions.tsx";
import { PersonalData } from "./personal-data.tsx";
import { RequiredChecks, SessionFacts } from "./session-facts.tsx";
import { Story } from "./story.tsx";
import { Summary } from "./summary.tsx";
import type { Detail } from "./detail.ts";

export default function Session(): ReactNode {
  const { id } = useParams<{ id: string }>();
  return <SessionScreen key={id} id={id} />;
}

function SessionScreen({ id }: { readonly id: string }): ReactNode {
  const translate = useTranslate();
  const query = useQuery({
    queryKey: ["session", id],
    queryFn: () => unwrap(api.GET("/admin/v1/sessions/{sessionId}", { params: { path: { sessionId: id } } })),
    refetchInterval: 10_000,
  });
  const { data } = query;
  return (
    <Page
      title={translate("session.title", { id: id.slice(-12) })}
      back={{ href: "/sessions", label: translate("session.back") }}
      actions={data === undefined ? undefined : <Actions detail={data} />}
    >
      <Loaded query={query}>{(detail) => <SessionView detail={detail} />}</Loaded>
    </Page>
  );
}

function SessionView({ detail }: { readonly detail: Detail }): ReactNode {
  const { may } = useOperator();
  const { session } = detail;
  const isReadable = session.erasure === "none" && session.connection !== null;
  return (
    <div className="grid story">
      <div className="stack">
        <ErasureNote detail={detail} />
        <Summary detail={detail} />
        <Story detail={detail} />
      </div>
      <div className="stack">
        <SessionFacts detail={detail} />
        <RequiredChecks detail={detail} />
        {isReadable && may("operatorGetSessionResult") ? <PersonalData sessionId={session.id} /> : null}
      </div>
    </div>
  );
}

function ErasureNote({ detail: { session } }: { readonly detail: Detail }): ReactNode {
  const translate = useTranslate();
  if (session.erasure === "none") return null;
  return (
    <Callout
      tone="info"
      title={translate(session.erasure === "done" ? "session.wasErased" : "session.erasing")}
    />
  );
}
