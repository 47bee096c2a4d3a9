import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslate } from "../i18n/language.tsx";
import { Button } from "./button.tsx";
import { ProblemView } from "./problem-view.tsx";

interface DialogProps {
  readonly title: string;
  readonly submit: string;
  readonly look?: "primary" | "danger";
  readonly isReady?: boolean;
  readonly onClose: () => void;
  /** Does it; a failure is shown in the dialog, which stays open. */
  readonly onSubmit: () => Promise<void>;
  readonly children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus, and Escape closes it. */
export function Dialog({
  title,
  submit,
  look = "primary",
  isReady = true,
  onClose,
  onSubmit,
  children,
}: DialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const translate = useTranslate();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Error>();
  useEffect(() => dialog.current?.showModal(), []);
  const run = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await onSubmit();
      onClose();
    } catch (error) {
      setFailure(error as Error);
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} className="dialog" aria-label={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <h2>{title}</h2>
        {children}
        {failure === undefined ? null : <ProblemView error={failure} />}
        <div className="foot">
          <Button onClick={onClose}>{translate("common.cancel")}</Button>
          <Button type="submit" look={look} disabled={isBusy || !isReady}>
            {submit}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
