import type { ButtonHTMLAttributes, ReactNode } from "react";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: "primary" | "danger" | "plain" | undefined;
  readonly size?: "small" | "icon" | "wide" | undefined;
}

export function Button({ look, size, type = "button", className, ...rest }: ButtonProps): ReactNode {
  const classes = ["button", look, size, className].filter((name) => name !== undefined).join(" ");
  return <button {...rest} type={type} className={classes} />;
}
