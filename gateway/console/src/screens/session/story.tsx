import { useState, type ReactNode } from "react";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Card } from "../../ui/card.tsx";
import { Segments } from "../../ui/segments.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import type { Detail } from "./detail.ts";
import { tellStory } from "./tell-story.tsx";

type Scope = "story" | "all";

/** What happened, in order. The story is what decides; everything is also who was told, and when. */
export function Story({ detail }: { readonly detail: Detail }): ReactNode {
  const translate = useTranslate();
  const { exactTime } = useFormats();
  const [scope, setScope] = useState<Scope>("story");
  const items = tellStory(detail, translate).filter(({ isAside }) => scope === "all" || !isAside);
  return (
    <Card
      title={translate("session.story")}
      note={translate("session.storyNote")}
      actions={
        <Segments<Scope>
          label={translate("session.filter")}
          value={scope}
          onChange={setScope}
          options={[
            ["story", translate("session.filter.story")],
            ["all", translate("session.filter.all")],
          ]}
        />
      }
    >
      <Timeline items={items} formatTime={exactTime} />
    </Card>
  );
}
