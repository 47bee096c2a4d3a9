import type { ReactNode } from "react";
import { useTranslate } from "../i18n/language.tsx";
import { Field } from "./field.tsx";

interface ReasonFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Why: one line of at most 200 characters, as the audit log keeps it. */
export function ReasonField({ value, onChange }: ReasonFieldProps): ReactNode {
  const translate = useTranslate();
  return (
    <Field label={translate("common.reason")} hint={translate("common.reasonHint")}>
      {(attributes) => (
        <textarea
          {...attributes}
          maxLength={200}
          required
          value={value}
          onChange={(event) => onChange(event.target.value.replaceAll(/\s*\n\s*/g, " "))}
        />
      )}
    </Field>
  );
}
