import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { api, unwrap, type Schemas } from "../../api/client.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { ReasonDialog } from "../../ui/reason-dialog.tsx";
import { useNotify } from "../../ui/toasts.tsx";

export type ControlKind = "hold" | "release" | "limits";

interface ControlDialogProps {
  readonly kind: ControlKind;
  readonly name: string;
  readonly limits: Limits;
  readonly onClose: () => void;
}

type Limits = Schemas["ConnectionHealth"]["limits"];

export function ControlDialog({ kind, ...props }: ControlDialogProps): ReactNode {
  if (kind === "hold") return <HoldDialog {...props} />;
  return kind === "release" ? <ReleaseDialog {...props} /> : <LimitsDialog {...props} />;
}

type Props = Omit<ControlDialogProps, "kind">;

function useDone(): (text: string) => Promise<void> {
  const queries = useQueryClient();
  const notify = useNotify();
  return async (text) => {
    await queries.invalidateQueries({ queryKey: ["connections"] });
    notify("good", text);
  };
}

function HoldDialog({ name, onClose }: Props): ReactNode {
  const translate = useTranslate();
  const done = useDone();
  const params = { path: { connection: name } };
  return (
    <ReasonDialog
      title={translate("providers.holdTitle", { name })}
      lead={translate("providers.holdLead")}
      submit={translate("providers.hold")}
      look="danger"
      onClose={onClose}
      onSubmit={async (reason) => {
        await unwrap(api.POST("/admin/v1/connections/{connection}/hold", { params, body: { reason } }));
        await done(translate("providers.heldDone", { name }));
      }}
    />
  );
}

function ReleaseDialog({ name, onClose }: Props): ReactNode {
  const translate = useTranslate();
  const done = useDone();
  const params = { path: { connection: name } };
  return (
    <Dialog
      title={translate("providers.releaseTitle", { name })}
      submit={translate("providers.release")}
      onClose={onClose}
      onSubmit={async () => {
        await unwrap(api.POST("/admin/v1/connections/{connection}/release", { params }));
        await done(translate("providers.releasedDone", { name }));
      }}
    >
      <p className="soft">{translate("providers.releaseLead")}</p>
    </Dialog>
  );
}

function LimitsDialog({ name, limits, onClose }: Props): ReactNode {
  const translate = useTranslate();
  const done = useDone();
  const [calls, setCalls] = useState(String(limits.callsPerSecond ?? ""));
  const [concurrent, setConcurrent] = useState(String(limits.concurrency ?? ""));
  const body = {
    ...(calls === "" ? {} : { callsPerSecond: Number(calls) }),
    ...(concurrent === "" ? {} : { concurrency: Number(concurrent) }),
  };
  const params = { path: { connection: name } };
  return (
    <Dialog
      title={translate("providers.limitsTitle", { name })}
      submit={translate("providers.save")}
      onClose={onClose}
      onSubmit={async () => {
        await unwrap(api.PUT("/admin/v1/connections/{connection}/limits", { params, body }));
        await done(translate("providers.limitsDone", { name }));
      }}
    >
      <p className="soft">{translate("providers.limitsLead")}</p>
      <NumberField label={translate("providers.callsPerSecond")} value={calls} onChange={setCalls} />
      <NumberField
        label={translate("providers.concurrentCalls")}
        value={concurrent}
        onChange={setConcurrent}
      />
    </Dialog>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function NumberField({ label, value, onChange }: NumberFieldProps): ReactNode {
  return (
    <Field label={label}>
      {(attributes) => (
        <input
          {...attributes}
          type="number"
          inputMode="decimal"
          min={1}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
