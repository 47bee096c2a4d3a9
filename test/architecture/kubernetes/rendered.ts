import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { runHelm, runKustomize } from "../../support/cluster-tools.ts";

export const deploy = join(import.meta.dirname, "../../../deploy");
export const chart = join(deploy, "helm/kyc-gateway");

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An object of Kubernetes as it would be sent to the cluster. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec?: Readonly<Record<string, unknown>>;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources: { readonly limits: { readonly memory: string } };
  readonly securityContext: {
    readonly allowPrivilegeEscalation: boolean;
    readonly readOnlyRootFilesystem: boolean;
    readonly capabilities: { readonly drop: readonly string[] };
  };
  readonly volumeMounts: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly: boolean;
  }[];
}

export interface Pod {
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: {
    readonly runAsNonRoot: boolean;
    readonly runAsUser: number;
    readonly runAsGroup: number;
    readonly fsGroup: number;
    readonly seccompProfile: { readonly type: string };
  };
  readonly terminationGracePeriodSeconds?: number;
  readonly containers: readonly [Container];
}

/** Throws with Helm's words where the values are refused. */
export function renderChart(...values: readonly string[]): readonly Rendered[] {
  const settings = values.flatMap((value) => ["--set-json", value]);
  return parse(runHelm(["template", "kyc-gateway", chart, ...settings]));
}

export const renderOverlay = (name: string): readonly Rendered[] =>
  parse(runKustomize(join(deploy, "kubernetes/overlays", name)));

function parse(text: string): readonly Rendered[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Rendered | null)
    .filter((object) => object !== null);
}

interface Template {
  readonly metadata: Metadata;
  readonly spec: Pod;
}

/** The pods of deployments and jobs, by what they are called. */
export function listPods(objects: readonly Rendered[]): ReadonlyMap<string, Template> {
  return new Map(
    objects.flatMap(({ kind, metadata, spec }) =>
      ["Deployment", "Job"].includes(kind) ? [[metadata.name, spec?.["template"] as Template] as const] : [],
    ),
  );
}
