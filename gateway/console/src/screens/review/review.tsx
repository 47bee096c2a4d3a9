import type { ReactNode } from "react";
import { useTranslate } from "../../i18n/language.tsx";
import { Page } from "../../ui/page.tsx";

export default function Review(): ReactNode {
  const translate = useTranslate();
  return <Page title={translate("nav.review")}>{null}</Page>;
}
