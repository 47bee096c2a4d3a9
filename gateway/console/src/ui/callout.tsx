import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const icons = { info: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert } as const;

interface CalloutProps {
  readonly tone: keyof typeof icons;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
}

export function Callout({ tone, title, children }: CalloutProps): ReactNode {
  const Icon = icons[tone];
  return (
    <div className={`callout ${tone}`} role={tone === "bad" ? "alert" : undefined}>
      <Icon size={16} aria-hidden="true" />
      <div className="grow stack tight">
        {title === undefined ? null : <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
