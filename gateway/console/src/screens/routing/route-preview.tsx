import type { ReactNode } from "react";

interface RoutePreviewCardProps {
  readonly tenant: string;
  readonly flows: readonly string[];
}

export function RoutePreviewCard(_props: RoutePreviewCardProps): ReactNode {
  return null;
}
