import type { ReactNode } from "react";
import { Link } from "wouter";
import { useTranslate } from "../../i18n/language.tsx";
import { useOperator } from "../../operator/operator.tsx";

interface CountedLinkProps {
  readonly text: string;
  /** Absent: nothing tells its sessions from others. */
  readonly href?: string | undefined;
}

/** What was counted, which leads to its sessions. */
export function CountedLink({ text, href }: CountedLinkProps): ReactNode {
  const translate = useTranslate();
  const { may } = useOperator();
  if (href === undefined || !may("listAllCountedSessions")) return text;
  return (
    <Link href={href} title={translate("counted.show")}>
      {text}
    </Link>
  );
}
