import { Component, type ReactNode } from "react";
import { useTranslate } from "../i18n/language.tsx";
import { Callout } from "./callout.tsx";

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

/** A screen that fails takes nothing else with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <Failure /> : this.props.children;
  }
}

function Failure(): ReactNode {
  const translate = useTranslate();
  return <Callout tone="bad" title={translate("common.crashed")} />;
}
