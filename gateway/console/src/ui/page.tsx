import { ChevronLeft } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { Link } from "wouter";
import { useTranslate } from "../i18n/language.tsx";

interface PageProps {
  readonly title: string;
  readonly lead?: string;
  readonly actions?: ReactNode;
  readonly back?: { readonly href: string; readonly label: string };
  readonly children: ReactNode;
}

/** A screen: its heading takes the focus, so that a screen reader says where one has arrived. */
export function Page({ title, lead, actions, back, children }: PageProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const translate = useTranslate();
  useEffect(() => {
    document.title = `${title} · ${translate("app.name")}`;
  }, [title, translate]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <div className="page-head">
        <div>
          {back === undefined ? null : (
            <Link href={back.href} className="crumb">
              <ChevronLeft size={14} aria-hidden="true" />
              {back.label}
            </Link>
          )}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead === undefined ? null : <p>{lead}</p>}
        </div>
        {actions === undefined ? null : <div className="row">{actions}</div>}
      </div>
      {children}
    </>
  );
}
