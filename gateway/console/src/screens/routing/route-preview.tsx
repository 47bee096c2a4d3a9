import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { api, unwrap, type Schemas } from "../../api/client.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { Card } from "../../ui/card.tsx";
import { Field, SelectField } from "../../ui/field.tsx";
import { ProblemView } from "../../ui/problem-view.tsx";

interface RoutePreviewCardProps {
  readonly tenant: string;
  readonly flows: readonly string[];
}

type Preview = Schemas["RoutePreview"];

/** Where a session would go now, and why. Nothing is created, and no provider is asked. */
export function RoutePreviewCard({ tenant, flows }: RoutePreviewCardProps): ReactNode {
  const translate = useTranslate();
  const [chosen, setFlow] = useState("");
  const [country, setCountry] = useState("");
  const [applicant, setApplicant] = useState("customer-1");
  const flow = chosen === "" ? (flows[0] ?? "") : chosen;
  const ask = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/admin/v1/tenants/{tenant}/routing/preview", {
          params: { path: { tenant } },
          body: { flow, applicant: { id: applicant, ...(country === "" ? {} : { country }) } },
        }),
      ),
  });
  return (
    <Card title={translate("routing.preview")} note={translate("routing.previewNote")}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <div className="filters">
          <SelectField
            label={translate("common.flow")}
            value={flow}
            onChange={setFlow}
            options={flows.map((name) => [name, name] as const)}
          />
          <TextField label={translate("routing.country")} value={country} onChange={setCountry} />
          <TextField label={translate("routing.applicant")} value={applicant} onChange={setApplicant} />
          <Button type="submit" disabled={flow === "" || ask.isPending}>
            {translate("routing.ask")}
          </Button>
        </div>
        {ask.error === null ? null : <ProblemView error={ask.error} />}
        {ask.data === undefined ? null : <PreviewResult preview={ask.data} />}
      </form>
    </Card>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function TextField({ label, value, onChange }: TextFieldProps): ReactNode {
  return (
    <Field label={label}>
      {(attributes) => (
        <input
          {...attributes}
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value.trim())}
        />
      )}
    </Field>
  );
}

function PreviewResult({ preview }: { readonly preview: Preview }): ReactNode {
  const translate = useTranslate();
  const { connection, candidates, skipped, route } = preview;
  const rule = route.rule;
  return (
    <Callout
      tone={connection === null ? "warn" : "good"}
      title={connection === null ? translate("routing.nowhere") : translate("routing.goesTo", { connection })}
    >
      <p>
        {translate("session.rule")}:{" "}
        {rule === null ? translate("session.rule.own") : translate("session.rule.named", { rule })}
      </p>
      {candidates.length > 1 ? (
        <p>{translate("routing.thenTries", { names: candidates.slice(1).join(", ") })}</p>
      ) : null}
      {skipped.map((step) => (
        <p key={step.connection}>
          {translate("story.step.skipped", step)}: <code>{step.why}</code>
        </p>
      ))}
    </Callout>
  );
}
