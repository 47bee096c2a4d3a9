import { useState, type ReactNode } from "react";
import { Field } from "./field.tsx";

interface FilterFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly type?: "search" | "date";
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A filter of text: applied with Enter or when it is left, not with every letter. */
export function FilterField({ label, hint, type = "search", value, onChange }: FilterFieldProps): ReactNode {
  const [text, setText] = useState(value);
  const [applied, setApplied] = useState(value);
  // Cleared from outside, such as by going back.
  if (applied !== value) {
    setApplied(value);
    setText(value);
  }
  const apply = (): void => onChange(text.trim());
  return (
    <Field label={label}>
      {(attributes) => (
        <input
          {...attributes}
          type={type}
          placeholder={hint}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={apply}
          onKeyDown={(event) => {
            if (event.key === "Enter") apply();
          }}
        />
      )}
    </Field>
  );
}
