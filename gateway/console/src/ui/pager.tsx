import type { ReactNode } from "react";
import { useTranslate } from "../i18n/language.tsx";
import { Button } from "./button.tsx";

interface PagerProps {
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
}

export function Pager({ hasMore, isLoadingMore, loadMore }: PagerProps): ReactNode {
  const translate = useTranslate();
  if (!hasMore) return null;
  return (
    <div className="pager">
      <Button onClick={loadMore} disabled={isLoadingMore}>
        {translate("common.more")}
      </Button>
    </div>
  );
}
