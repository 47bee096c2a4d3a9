import type { ReactNode } from "react";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Tile } from "../../ui/card.tsx";
import type { Totals } from "./add-up.ts";
import { CountedLink } from "./counted-link.tsx";
import { showNumber } from "./show-number.ts";

interface TotalTilesProps {
  readonly totals: Totals;
  /** Where the sessions are listed. */
  readonly href?: string;
}

export function TotalTiles({ totals, href }: TotalTilesProps): ReactNode {
  const translate = useTranslate();
  const { number, percent, duration } = useFormats();
  const { created, decided, approvalRate, completion, meanSeconds } = totals;
  return (
    <div className="grid tiles">
      <Tile
        label={translate("analytics.created")}
        value={<CountedLink text={number(created)} href={href} />}
        note={translate("analytics.sessions")}
      />
      <Tile
        label={translate("analytics.approvalRate")}
        value={showNumber(approvalRate, percent)}
        note={translate("analytics.ofDecided", { count: number(decided) })}
      />
      <Tile
        label={translate("analytics.completion")}
        value={showNumber(completion, percent)}
        note={translate("analytics.completionNote")}
      />
      <Tile
        label={translate("analytics.timeToDecision")}
        value={showNumber(meanSeconds, duration)}
        note={translate("analytics.mean")}
      />
    </div>
  );
}
