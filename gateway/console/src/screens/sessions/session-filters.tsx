import type { ReactNode } from "react";
import { given, type Schemas } from "../../api/client.ts";
import type { operations } from "../../generated/api.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { SelectField } from "../../ui/field.tsx";
import { FilterField } from "../../ui/filter-field.tsx";
import { useFilter } from "../../ui/use-search.ts";
import { ConnectionField } from "../shared/connection-field.tsx";
import { readDay } from "../shared/read-day.ts";
import { TenantField } from "../shared/tenant-field.tsx";
import { SearchField } from "./search-field.tsx";

type SessionFilter = Omit<
  NonNullable<operations["listOperatorSessions"]["parameters"]["query"]>,
  "cursor" | "limit"
>;

const statuses = [
  "SESSION_CREATED",
  "IN_PROGRESS",
  "PENDING_REVIEW",
  "APPROVED",
  "REJECTED",
  "EXPIRED",
  "NOT_STARTED",
] as const;

/** What the gateway is asked for. A day is one where the operator is, and the last one counts whole. */
export function useSessionFilters(): SessionFilter {
  const [status] = useFilter("status");
  const [connection] = useFilter("connection");
  const [tenant] = useFilter("tenant");
  const [flow] = useFilter("flow");
  const [since] = useFilter("since");
  const [until] = useFilter("until");
  return given({
    status: status as Schemas["SessionStatus"] | "",
    connection,
    tenant,
    flow,
    createdAfter: readDay(since),
    createdBefore: readDay(until, 1),
  });
}

export function SessionFilters(): ReactNode {
  const translate = useTranslate();
  const [status, setStatus] = useFilter("status");
  const [connection, setConnection] = useFilter("connection");
  const [tenant, setTenant] = useFilter("tenant");
  const [flow, setFlow] = useFilter("flow");
  const [since, setSince] = useFilter("since");
  const [until, setUntil] = useFilter("until");
  return (
    <div className="filters">
      <SearchField />
      <SelectField
        label={translate("common.status")}
        value={status}
        onChange={setStatus}
        options={[
          ["", translate("common.any")],
          ...statuses.map((name) => [name, translateWord(translate, "status", name)] as const),
        ]}
      />
      <TenantField value={tenant} onChange={setTenant} withAny />
      <ConnectionField value={connection} onChange={setConnection} />
      <FilterField label={translate("common.flow")} value={flow} onChange={setFlow} />
      <FilterField label={translate("sessions.since")} type="date" value={since} onChange={setSince} />
      <FilterField label={translate("sessions.until")} type="date" value={until} onChange={setUntil} />
    </div>
  );
}
