import { useId, type ReactNode } from "react";

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly wrong?: string | undefined;
  readonly className?: string;
  readonly children: (attributes: FieldAttributes) => ReactNode;
}

/** What ties a control to its label, its hint and what is wrong with it. */
export interface FieldAttributes {
  readonly id: string;
  readonly className: "input";
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean;
}

export function Field({ label, hint, wrong, className = "", children }: FieldProps): ReactNode {
  const id = useId();
  const note = wrong ?? hint;
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        className: "input",
        "aria-describedby": note === undefined ? undefined : `${id}-note`,
        "aria-invalid": wrong !== undefined,
      })}
      {note === undefined ? null : (
        <p id={`${id}-note`} className={wrong === undefined ? "hint" : "wrong"}>
          {note}
        </p>
      )}
    </div>
  );
}

interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string) => void;
}

export function SelectField({ label, value, options, onChange }: SelectFieldProps): ReactNode {
  return (
    <Field label={label}>
      {(attributes) => (
        <select {...attributes} value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
