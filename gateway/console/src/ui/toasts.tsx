import { X } from "lucide-react";
import { createContext, useCallback, useContext, useState, type ReactNode } from "react";
import { useTranslate } from "../i18n/language.tsx";
import { Button } from "./button.tsx";

interface Toast {
  readonly id: number;
  readonly tone: "good" | "bad";
  readonly text: string;
}

/** Says that something was done, or was not. */
export type Notify = (tone: Toast["tone"], text: string) => void;

const NotifyContext = createContext<Notify>(() => undefined);
const shownForMs = 6000;
let lastId = 0;

export function useNotify(): Notify {
  return useContext(NotifyContext);
}

export function ToastProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const translate = useTranslate();
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const remove = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const notify = useCallback<Notify>(
    (tone, text) => {
      const id = (lastId += 1);
      setToasts((all) => [...all.slice(-2), { id, tone, text }]);
      // What failed stays until it was read.
      if (tone === "good") setTimeout(() => remove(id), shownForMs);
    },
    [remove],
  );
  return (
    <NotifyContext value={notify}>
      {children}
      <output className="toasts">
        {toasts.map(({ id, tone, text }) => (
          <div key={id} className={`toast ${tone}`}>
            <p className="break">{text}</p>
            <Button
              look="plain"
              size="icon"
              aria-label={translate("common.close")}
              onClick={() => remove(id)}
            >
              <X size={16} aria-hidden="true" />
            </Button>
          </div>
        ))}
      </output>
    </NotifyContext>
  );
}
