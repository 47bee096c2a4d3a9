import type { ReactNode } from "react";
import { ProblemError } from "../api/client.ts";
import { useTranslate } from "../i18n/language.tsx";
import { Button } from "./button.tsx";
import { Callout } from "./callout.tsx";

/** What went wrong, with each issue, the request to quote, and a way to try again. */
export function ProblemView({
  error,
  retry,
}: {
  readonly error: Error;
  readonly retry?: () => void;
}): ReactNode {
  const translate = useTranslate();
  return (
    <Callout tone="bad" title={describeTitle(error) ?? translate("common.failed")}>
      <ProblemText error={error} />
      {retry === undefined ? null : (
        <div>
          <Button size="small" onClick={retry}>
            {translate("common.retry")}
          </Button>
        </div>
      )}
    </Callout>
  );
}

function describeTitle(error: Error): string | undefined {
  return error instanceof ProblemError ? error.problem.title : undefined;
}

function ProblemText({ error }: { readonly error: Error }): ReactNode {
  const translate = useTranslate();
  if (!(error instanceof ProblemError)) return <p>{translate("common.offline")}</p>;
  const { detail, issues = [], instance } = error.problem;
  return (
    <>
      {detail === undefined ? null : <p className="break">{detail}</p>}
      {issues.map(({ pointer, message }) => (
        <p key={`${pointer} ${message}`} className="break">
          <code>{pointer}</code> {message}
        </p>
      ))}
      {instance === undefined ? null : (
        <p className="faint break">{translate("common.request", { id: instance })}</p>
      )}
    </>
  );
}
