import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { useOperator } from "../../operator/operator.tsx";
import { StatusBadge } from "../../ui/badge.tsx";
import { Table, type Column } from "../../ui/table.tsx";

type Session = Schemas["OperatorSession"];

export function SessionTable({ rows }: { readonly rows: readonly Session[] }): ReactNode {
  const translate = useTranslate();
  const columns = useColumns();
  return <Table caption={translate("nav.sessions")} columns={columns} rows={rows} keyOf={({ id }) => id} />;
}

function useColumns(): readonly Column<Session>[] {
  const translate = useTranslate();
  const { distance, exactTime } = useFormats();
  return [
    {
      label: translate("sessions.applicant"),
      cell: (session) => (
        <>
          <Link className="main break" href={`/sessions/${session.id}`}>
            <ApplicantName session={session} />
          </Link>
          <span className="sub mono">{session.id.slice(-12)}</span>
        </>
      ),
    },
    {
      label: translate("common.status"),
      narrow: "corner",
      cell: ({ status }) => <StatusBadge status={status} />,
    },
    {
      label: translate("common.flow"),
      cell: ({ tenant, flow }) => (
        <>
          {flow}
          <span className="sub">{tenant}</span>
        </>
      ),
    },
    {
      label: translate("common.connection"),
      cell: ({ connection, providerReference }) => (
        <>
          {connection ?? <span className="faint">—</span>}
          {providerReference === null ? null : <span className="sub mono">{providerReference}</span>}
        </>
      ),
    },
    {
      label: translate("sessions.created"),
      align: "end",
      cell: ({ createdAt }) => (
        <time className="fit" dateTime={createdAt} title={exactTime(createdAt)}>
          {distance(createdAt)}
        </time>
      ),
    },
  ];
}

/** The tenant's id of the person, or why it is not there. */
export function ApplicantName({
  session: { applicantId, erasure },
}: {
  readonly session: Session;
}): ReactNode {
  const translate = useTranslate();
  const { role } = useOperator();
  if (applicantId !== null) return applicantId;
  const isErased = erasure !== "none" || role !== "viewer";
  return <em className="faint">{translate(isErased ? "sessions.erased" : "sessions.hidden")}</em>;
}
