// For deploy/docker/check-image.sh: what the chart's API pod would run under, a line for each option of `docker run` or variable.
// node test/architecture/kubernetes/print-pod.ts options <folder of the secret's files> | variables
import { listPods, renderChart } from "./rendered.ts";

const [what, secrets = ""] = process.argv.slice(2);
const pod = listPods(renderChart('publicUrl="https://kyc.example"')).get("kyc-gateway-api")?.spec;
if (pod === undefined) throw new Error("The chart renders no API.");
const [container] = pod.containers;

/** As the kubelet tells the container's engine. */
function listOptions(): readonly string[] {
  const { runAsUser, runAsGroup, fsGroup } = pod?.securityContext ?? {};
  const { securityContext } = container;
  return [
    `--user=${runAsUser}:${runAsGroup}`,
    `--group-add=${fsGroup}`,
    `--read-only=${securityContext.readOnlyRootFilesystem}`,
    ...securityContext.capabilities.drop.map((name) => `--cap-drop=${name}`),
    ...(securityContext.allowPrivilegeEscalation ? [] : ["--security-opt=no-new-privileges"]),
    `--memory=${container.resources.limits.memory.replace("Mi", "m")}`,
    ...container.volumeMounts.map(({ mountPath }) => `--volume=${secrets}:${mountPath}:ro`),
  ];
}

/** Those whose values are the chart's; the others come of secrets. */
function listVariables(): readonly string[] {
  return container.env.flatMap(({ name, value }) => (value === undefined ? [] : [`${name}=${value}`]));
}

process.stdout.write(`${(what === "options" ? listOptions() : listVariables()).join("\n")}\n`);
