import { Inbox } from "lucide-react";
import type { ReactNode } from "react";

export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="empty">
      <Inbox size={24} aria-hidden="true" />
      <h3>{title}</h3>
      {children === undefined ? null : <p>{children}</p>}
    </div>
  );
}
