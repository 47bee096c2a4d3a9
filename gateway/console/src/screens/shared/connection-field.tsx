import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, unwrap } from "../../api/client.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { SelectField } from "../../ui/field.tsx";

interface NameFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One of the connections, or any. */
export function ConnectionField({ value, onChange }: NameFieldProps): ReactNode {
  const translate = useTranslate();
  const { data } = useQuery({
    queryKey: ["connections"],
    queryFn: () => unwrap(api.GET("/admin/v1/connections")),
  });
  const names = data?.items.map(({ name }) => [name, name] as const) ?? [];
  return (
    <SelectField
      label={translate("common.connection")}
      value={value}
      onChange={onChange}
      options={[["", translate("common.any")], ...names]}
    />
  );
}
