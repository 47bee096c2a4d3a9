import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { stopLimitMs } from "../../../gateway/src/cli/start.command.ts";
import { ConfigSchema } from "../../../gateway/src/platform/config/config.schema.ts";
import { findInvalid } from "./find-invalid.ts";
import { renderBase } from "./render-base.ts";
import { chart, deploy, listPods, renderChart, renderOverlay, type Rendered } from "./rendered.ts";

const publicUrl = 'publicUrl="https://kyc.example"';
const everything = [
  publicUrl,
  'trustProxy="10.0.0.0/8"',
  `image={"repository":"registry.example/kyc","digest":"sha256:${"0".repeat(64)}"}`,
  'imagePullSecrets=[{"name":"registry"}]',
  'secret={"databaseDirectUrlKey":"direct","masterKeyPreviousKey":"earlier"}',
  'environment={"DATABASE_LIMITS":"role","KYC_SHUTDOWN_GRACE_MS":9000}',
  'environmentConfigMaps=["kyc-more"]',
  'environmentSecrets=["kyc-providers"]',
  'nodeSelector={"pool":"kyc"}',
  'tolerations=[{"key":"kyc","operator":"Exists"}]',
  'priorityClassName="high"',
  'podAnnotations={"team":"identity"}',
  'ingress={"enabled":true,"host":"kyc.example","className":"nginx","tlsSecret":"kyc-tls","annotations":{"a":"b"}}',
  'networkPolicy={"apiFrom":[{"namespaceSelector":{}}],"metricsFrom":[],"outgoingPorts":[8443]}',
  'monitoring={"serviceMonitor":true,"prometheusRule":true,"dashboards":true,"labels":{"release":"prometheus"}}',
] as const;

const renderings: readonly (readonly [string, readonly Rendered[]])[] = [
  ["the chart's defaults", renderChart(publicUrl)],
  ["the chart with every value set", renderChart(...everything)],
  [
    "the chart without what is optional",
    renderChart(publicUrl, "migrate.enabled=false", "networkPolicy.enabled=false"),
  ],
  ["the overlay trial", renderOverlay("trial")],
  ["the overlay production", renderOverlay("production")],
];
const [, full] = renderings[1] ?? ["", []];
const ofKind = (objects: readonly Rendered[], kind: string): readonly Rendered[] =>
  objects.filter((object) => object.kind === kind);

describe("what a cluster is given", () => {
  it("is valid by the schemas of Kubernetes and of the Prometheus operator, and has no member that they do not know", async () => {
    expect(await findInvalid(renderings.flatMap(([, objects]) => objects))).toEqual([]);
  });

  it("is told from what is not valid: a wrong type, an unknown member, an unknown member deep inside", async () => {
    const [service] = ofKind(full, "Service");
    const broken = (change: object): Rendered => ({ ...service, ...change }) as Rendered;
    const issues = await findInvalid([
      broken({ spec: { ports: [{ port: "eighty" }] } }),
      broken({ specs: {} }),
      broken({ spec: { ports: [{ port: 80, targetport: "http" }] } }),
    ]);
    expect(issues.join("\n")).toMatch(/port must be integer/);
    expect(issues.join("\n")).toMatch(/specs.* does not exist/);
    expect(issues.join("\n")).toMatch(/targetport.* does not exist/);
  });

  it.each(renderings)("holds no secret, but names the one that is there already: %s", (_name, objects) => {
    expect(ofKind(objects, "Secret")).toEqual([]);
    for (const { spec } of listPods(objects).values())
      for (const { name, value } of spec.containers[0].env)
        if (/KEY|SECRET|PASSWORD|DATABASE_(DIRECT_)?URL/.test(name) && !name.endsWith("_FILE"))
          expect(value).toBeUndefined();
  });

  it.each(renderings)(
    "runs as nobody, read-only, without capabilities and without a token of the cluster: %s",
    (_name, objects) => {
      const pods = [...listPods(objects).values()];
      expect(pods.length).toBeGreaterThanOrEqual(2);
      for (const { spec } of pods) {
        expect(spec.automountServiceAccountToken).toBe(false);
        expect(spec.securityContext).toMatchObject({
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
        });
        expect(spec.containers[0].securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
      }
    },
  );

  it.each(renderings)("sets only variables that the gateway reads: %s", (_name, objects) => {
    const known = Object.keys(ConfigSchema.properties);
    const set = [...listPods(objects).values()].flatMap(({ spec }) =>
      spec.containers[0].env.map(({ name }) => name),
    );
    const settings = ofKind(objects, "ConfigMap").flatMap((map) =>
      Object.keys((map as { data?: object }).data ?? {}).filter((key) => !key.endsWith(".json")),
    );
    for (const name of [...set, ...settings]) expect(known).toContain(name);
  });

  it.each(renderings)(
    "has pods that every service and budget finds by labels and port: %s",
    (_name, objects) => {
      const pods = [...listPods(objects).values()];
      const selecting = objects.flatMap(({ kind, spec = {} }): [string, object][] => {
        if (kind === "Service") return [[kind, spec["selector"] as object]];
        const selector = spec[kind === "NetworkPolicy" ? "podSelector" : "selector"] as {
          matchLabels: object;
        };
        return ["PodDisruptionBudget", "NetworkPolicy"].includes(kind) ? [[kind, selector.matchLabels]] : [];
      });
      expect(selecting.length).toBeGreaterThanOrEqual(4);
      for (const [kind, labels] of selecting) {
        const found = pods.filter(({ metadata }) =>
          Object.entries(labels).every(([name, value]) => metadata.labels?.[name] === value),
        );
        expect([kind, found.length]).not.toEqual([kind, 0]);
      }
      for (const { spec = {} } of ofKind(objects, "Service"))
        for (const { targetPort } of spec["ports"] as { targetPort: string }[])
          expect(
            pods.flatMap((pod) => pod.spec.containers[0].ports?.map(({ name }) => name) ?? []),
          ).toContain(targetPort);
    },
  );
});

describe("a rolling update in a cluster", () => {
  it.each(renderings.slice(0, 1))(
    "leaves a pod the time that its grace and its end need: %s",
    (_name, objects) => {
      const graceMs = ConfigSchema.properties.KYC_SHUTDOWN_GRACE_MS.default as number;
      for (const { spec } of listPods(objects).values())
        if (spec.terminationGracePeriodSeconds !== undefined)
          expect(spec.terminationGracePeriodSeconds * 1000).toBeGreaterThan(graceMs + stopLimitMs);
    },
  );

  it("asks for the schema first, and takes no pod away before the next one is ready", () => {
    const [job] = ofKind(full, "Job");
    expect(job?.metadata.annotations).toMatchObject({ "helm.sh/hook": "pre-install,pre-upgrade" });
    for (const { spec } of ofKind(full, "Deployment"))
      expect(spec?.["strategy"]).toMatchObject({ rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } });
  });

  it("notices that a pod ends, or is not ready, within its grace", () => {
    const graceMs = ConfigSchema.properties.KYC_SHUTDOWN_GRACE_MS.default as number;
    for (const { spec } of listPods(full).values()) {
      const probe = (
        spec.containers[0] as { readinessProbe?: { periodSeconds: number; failureThreshold: number } }
      ).readinessProbe;
      if (probe !== undefined)
        expect(probe.periodSeconds * probe.failureThreshold * 1000).toBeLessThan(graceMs);
    }
  });
});

describe("the Kustomize base", () => {
  it.each(Object.entries(renderBase(chart)))(
    "is what the chart renders (pnpm kubernetes): %s",
    (path, text) => {
      expect(readFileSync(join(deploy, "kubernetes", path), "utf8")).toBe(text);
    },
  );
});

describe("monitoring in a cluster", () => {
  const groups = readdirSync(join(deploy, "prometheus"))
    .filter((name) => name.endsWith(".rules.yaml"))
    .flatMap(
      (name) =>
        (parse(readFileSync(join(deploy, "prometheus", name), "utf8")) as { groups: unknown[] }).groups,
    );

  it.each(renderings.filter(([, objects]) => ofKind(objects, "PrometheusRule").length > 0))(
    "has the rules of deploy/prometheus, all of them: %s",
    (_name, objects) => {
      expect(ofKind(objects, "PrometheusRule")[0]?.spec?.["groups"]).toEqual(groups);
    },
  );

  it("has the dashboards of deploy/grafana, all of them, for Grafana's side car", () => {
    const folder = join(deploy, "grafana/dashboards");
    const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
    const maps = ofKind(full, "ConfigMap") as readonly (Rendered & { readonly data: object })[];
    expect(Object.assign({}, ...maps.map(({ data }) => data))).toEqual(Object.fromEntries(files));
    for (const { metadata } of maps) expect(metadata.labels).toMatchObject({ grafana_dashboard: "1" });
    expect(files.length).toBeGreaterThan(0);
  });

  it("calls the job as the rules do", () => {
    const [monitor] = ofKind(full, "ServiceMonitor");
    const jobs = new Set([...JSON.stringify(groups).matchAll(/job=\\"([^"\\]+)\\"/g)].map(([, job]) => job));
    expect(jobs.size).toBe(1);
    expect(monitor?.spec?.["endpoints"]).toMatchObject([
      { relabelings: [{ targetLabel: "job", replacement: [...jobs][0] }] },
    ]);
  });
});

describe("the chart's version", () => {
  const { version } = JSON.parse(readFileSync(join(deploy, "../package.json"), "utf8")) as {
    version: string;
  };

  it("is the gateway's, and so is the image's that it asks for", () => {
    expect(parse(readFileSync(join(chart, "Chart.yaml"), "utf8"))).toMatchObject({
      version,
      appVersion: version,
    });
    const images = renderings.flatMap(([, objects]) =>
      [...listPods(objects).values()].map(({ spec }) => spec.containers[0].image),
    );
    for (const image of images) expect(image).toMatch(new RegExp(`:${version}$|@sha256:`));
  });
});

describe("the chart's values", () => {
  it.each([
    ["no address for providers", "api.replicas=2", "publicUrl is needed"],
    ["an address with a path", 'publicUrl="https://kyc.example/kyc"', "publicUrl"],
    ["a value that nobody knows", "api.replica=3", "replica"],
    ["no replica at all", "api.replicas=0", "replicas"],
    ["a secret among the settings", 'environment={"KYC_MASTER_KEY":"x"}', "KYC_MASTER_KEY"],
    ["a database's address among the settings", 'environment={"DATABASE_URL":"x"}', "DATABASE_URL"],
    ["a digest that is none", 'image.digest="latest"', "digest"],
    ["an Ingress for no host", "ingress.enabled=true", "ingress.host is needed"],
    ["less time to end than that takes", "terminationGracePeriodSeconds=10", "terminationGracePeriodSeconds"],
  ])("are refused by name: %s", (_what, value, words) => {
    const values =
      value.startsWith("publicUrl") || words.startsWith("publicUrl") ? [value] : [publicUrl, value];
    expect(() => renderChart(...values)).toThrow(words);
  });

  it("are all described in the schema, with defaults that it allows", () => {
    const schema = JSON.parse(readFileSync(join(chart, "values.schema.json"), "utf8")) as {
      properties: object;
    };
    const { global: _global, ...described } = schema.properties as Record<string, unknown>;
    const values = parse(readFileSync(join(chart, "values.yaml"), "utf8")) as object;
    expect(Object.keys(described)).toEqual(Object.keys(values));
  });
});
