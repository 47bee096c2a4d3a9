import { parseAllDocuments, type Document } from "yaml";
import { runHelm } from "../../support/cluster-tools.ts";

const head = "# Rendered of deploy/helm/kyc-gateway by `pnpm kubernetes`: change it there.\n";
const operatorGroup = "monitoring.coreos.com/v1";
const values = [
  "environmentConfigMaps={kyc-gateway-settings}",
  "monitoring.serviceMonitor=true",
  "monitoring.prometheusRule=true",
];

/** What Kustomize starts from, by the path below deploy/kubernetes: the chart's own objects, without what only Helm reads. */
export function renderBase(chart: string): Record<string, string> {
  const text = runHelm(["template", "kyc-gateway", chart, ...values.flatMap((value) => ["--set", value])]);
  const documents = parseAllDocuments(text).filter((document) => document.contents !== null) as Document[];
  return {
    "base/generated/kyc-gateway.yaml": print(documents.filter((document) => !isMonitoring(document))),
    "components/monitoring/generated/monitoring.yaml": print(documents.filter(isMonitoring)),
  };
}

const isMonitoring = (document: Document): boolean => document.get("apiVersion") === operatorGroup;

function print(documents: readonly Document[]): string {
  return `${head}${documents.map((document) => `---\n${dropHelm(document)}`).join("")}`;
}

function dropHelm(document: Document): string {
  document.deleteIn(["metadata", "annotations"]);
  const text = document.toString({ lineWidth: 0, directives: false, flowCollectionPadding: false });
  // Helm's own remark: of which template an object was rendered.
  return text.replace(/^# Source: .*\n/m, "");
}
