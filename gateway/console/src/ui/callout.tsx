import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const icons = { info: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert } as const;

interface CalloutProps {
  readonly tone: keyof typeof icons;
  readonly title?: ReactNode;
  /** Whether a screen reader is interrupted by it. Default: when it is a failure. */
  readonly isAnnounced?: boolean;
  readonly children?: ReactNode;
}

export function Callout({ tone, title, isAnnounced = tone === "bad", children }: CalloutProps): ReactNode {
  const Icon = icons[tone];
  return (
    <div className={`callout ${tone}`} role={isAnnounced ? "alert" : undefined}>
      <Icon size={16} aria-hidden="true" />
      <div className="grow stack tight">
        {title === undefined ? null : <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
