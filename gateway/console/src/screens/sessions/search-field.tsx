import { Search } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useTranslate } from "../../i18n/language.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { useFilter } from "../../ui/use-search.ts";

/** Searches when it is submitted: half a reference finds nothing. */
export function SearchField(): ReactNode {
  const translate = useTranslate();
  const [search, setSearch] = useFilter("q");
  const [text, setText] = useState(search);
  return (
    <search className="field search">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setSearch(text.trim());
        }}
      >
        <Field label={translate("sessions.search")}>
          {(attributes) => (
            <div className="row joined">
              <input
                {...attributes}
                type="search"
                placeholder={translate("sessions.searchHint")}
                spellCheck={false}
                autoComplete="off"
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
              <Button type="submit" size="icon" aria-label={translate("sessions.search")}>
                <Search size={16} aria-hidden="true" />
              </Button>
            </div>
          )}
        </Field>
      </form>
    </search>
  );
}
