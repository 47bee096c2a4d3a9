import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, unwrap } from "../../api/client.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { SelectField } from "../../ui/field.tsx";

/** The names of all tenants. Undefined: they are not loaded yet. */
export function useTenants(): readonly string[] | undefined {
  const { data } = useQuery({
    queryKey: ["tenants"],
    queryFn: () => unwrap(api.GET("/admin/v1/tenants")),
    staleTime: 60_000,
  });
  return data?.items.map(({ name }) => name);
}

interface TenantFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether one may choose none in particular. */
  readonly withAny?: boolean;
}

export function TenantField({ value, onChange, withAny = false }: TenantFieldProps): ReactNode {
  const translate = useTranslate();
  const names = useTenants()?.map((name) => [name, name] as const) ?? [];
  return (
    <SelectField
      label={translate("common.tenant")}
      value={value}
      onChange={onChange}
      options={withAny ? [["", translate("common.any")], ...names] : names}
    />
  );
}
