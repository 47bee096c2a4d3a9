import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useSearchParams } from "wouter";
import { api, ProblemError, unwrap } from "../api/client.ts";
import { useTranslate } from "../i18n/language.tsx";
import { Brand } from "../layout/brand.tsx";
import { Preferences } from "../layout/preferences.tsx";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Field } from "../ui/field.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { organisationSignIn, useOrganisationSignIn } from "./sign-in-methods.ts";

export function SignIn(): ReactNode {
  const translate = useTranslate();
  return (
    <main className="sign-in">
      <div className="card stack">
        <Brand />
        <div className="stack tight">
          <h1>{translate("signIn.title")}</h1>
          <p className="soft">{translate("signIn.lead")}</p>
        </div>
        <KeyForm />
        <OrganisationSignIn />
        <Preferences />
      </div>
    </main>
  );
}

/** Why somebody was not let in, as the gateway says it in the address. */
const failures = ["failed", "no-role", "expired", "unavailable"] as const;

/** What the gateway offers besides keys, and what came of the last time. */
function OrganisationSignIn(): ReactNode {
  const translate = useTranslate();
  const [search] = useSearchParams();
  const failure = failures.find((name) => name === search.get("sign-in"));
  const isOffered = useOrganisationSignIn();
  return (
    <>
      {failure === undefined ? null : <Callout tone="bad" title={translate(`signIn.failure.${failure}`)} />}
      {isOffered ? (
        <>
          <p className="or">{translate("signIn.or")}</p>
          <a className="button wide" href={organisationSignIn}>
            {translate("signIn.oidc")}
          </a>
        </>
      ) : null}
    </>
  );
}

function KeyForm(): ReactNode {
  const translate = useTranslate();
  const queries = useQueryClient();
  const [key, setKey] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Error>();
  const submit = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      const headers = { authorization: `Bearer ${key.trim()}` };
      await unwrap(api.POST("/console/session", { headers }));
      // Nothing that another operator saw in this browser is left.
      await queries.resetQueries();
    } catch (error) {
      setFailure(error as Error);
      setBusy(false);
    }
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label={translate("signIn.key")} hint={translate("signIn.keyHint")}>
        {(attributes) => (
          <input
            {...attributes}
            type="password"
            autoComplete="current-password"
            spellCheck={false}
            required
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        )}
      </Field>
      {failure === undefined ? null : <Refusal failure={failure} />}
      <Button type="submit" look="primary" size="wide" disabled={isBusy}>
        {translate("signIn.submit")}
      </Button>
    </form>
  );
}

function Refusal({ failure }: { readonly failure: Error }): ReactNode {
  const translate = useTranslate();
  if (failure instanceof ProblemError && failure.problem.status === 401)
    return <Callout tone="bad" title={translate("signIn.refused")} />;
  return <ProblemView error={failure} />;
}
