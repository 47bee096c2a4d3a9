import type { ReactNode } from "react";
import { Link } from "wouter";
import { useTranslate } from "../i18n/language.tsx";

export function Brand(): ReactNode {
  const translate = useTranslate();
  return (
    <Link href="/" className="brand">
      <img src="/console/icon.svg" width={28} height={28} alt="" />
      {translate("app.name")}
    </Link>
  );
}
