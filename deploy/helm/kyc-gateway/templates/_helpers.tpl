{{- define "kyc-gateway.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "kyc-gateway.selector" -}}
app.kubernetes.io/name: kyc-gateway
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end }}

{{- define "kyc-gateway.labels" -}}
{{ include "kyc-gateway.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
{{- end }}

{{- define "kyc-gateway.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{/* The same pod for migration, API and worker: nobody's user, no capability, nothing to write, no token of the cluster. */}}
{{- define "kyc-gateway.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
securityContext:
  {{- toYaml .root.Values.podSecurityContext | nindent 2 }}
volumes:
  - name: master-key
    secret:
      secretName: {{ .root.Values.secret.name }}
      # Read by its group alone: 0440.
      defaultMode: 288
      items:
        - key: {{ .root.Values.secret.masterKeyKey }}
          path: master-key
        {{- with .root.Values.secret.masterKeyPreviousKey }}
        - key: {{ . }}
          path: master-key-previous
        {{- end }}
{{- end }}

{{- define "kyc-gateway.container" -}}
image: {{ include "kyc-gateway.image" .root }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
volumeMounts:
  - name: master-key
    mountPath: /run/secrets/kyc-gateway
    readOnly: true
{{- if or .root.Values.environmentConfigMaps .root.Values.environmentSecrets }}
envFrom:
  {{- range .root.Values.environmentConfigMaps }}
  - configMapRef: { name: {{ . }} }
  {{- end }}
  {{- range .root.Values.environmentSecrets }}
  - secretRef: { name: {{ . }} }
  {{- end }}
{{- end }}
env:
  - name: DATABASE_URL
    valueFrom:
      secretKeyRef: { name: {{ .root.Values.secret.name }}, key: {{ .root.Values.secret.databaseUrlKey }} }
  {{- with .root.Values.secret.databaseDirectUrlKey }}
  - name: DATABASE_DIRECT_URL
    valueFrom:
      secretKeyRef: { name: {{ $.root.Values.secret.name }}, key: {{ . }} }
  {{- end }}
  - name: KYC_MASTER_KEY_FILE
    value: /run/secrets/kyc-gateway/master-key
  {{- if .root.Values.secret.masterKeyPreviousKey }}
  - name: KYC_MASTER_KEY_PREVIOUS_FILE
    value: /run/secrets/kyc-gateway/master-key-previous
  {{- end }}
  {{- if or .root.Values.publicUrl (not .root.Values.environmentConfigMaps) }}
  - name: KYC_PUBLIC_URL
    value: {{ required "publicUrl is needed: the address that providers post webhooks to, such as https://kyc.example" .root.Values.publicUrl | quote }}
  {{- end }}
  {{- with .root.Values.trustProxy }}
  - name: KYC_TRUST_PROXY
    value: {{ . | quote }}
  {{- end }}
  - name: KYC_OPERATIONS_PORT
    value: "4040"
  {{- if ne .component "migrate" }}
  - name: KYC_ROLES
    value: {{ .component }}
  {{- end }}
  {{- range $name, $value := .root.Values.environment }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
{{- end }}

{{- define "kyc-gateway.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "kyc-gateway.name" .root }}-{{ .component }}
  labels:
    {{- include "kyc-gateway.labels" . | nindent 4 }}
spec:
  replicas: {{ .values.replicas }}
  revisionHistoryLimit: 5
  minReadySeconds: 2
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }
  selector:
    matchLabels:
      {{- include "kyc-gateway.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "kyc-gateway.labels" . | nindent 8 }}
      {{- with .root.Values.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      {{- include "kyc-gateway.pod" . | nindent 6 }}
      terminationGracePeriodSeconds: {{ .root.Values.terminationGracePeriodSeconds }}
      topologySpreadConstraints:
        {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
        - topologyKey: {{ . }}
          maxSkew: 1
          whenUnsatisfiable: ScheduleAnyway
          matchLabelKeys: [pod-template-hash]
          labelSelector:
            matchLabels:
              {{- include "kyc-gateway.selector" $ | nindent 14 }}
        {{- end }}
      containers:
        - name: gateway
          {{- include "kyc-gateway.container" . | nindent 10 }}
          args: [start]
          ports:
            - { name: http, containerPort: 4030 }
            - { name: operations, containerPort: 4040 }
          # Never asks the database: a process that waits for it is not to be replaced.
          startupProbe:
            httpGet: { path: /healthz, port: operations }
            periodSeconds: 1
            failureThreshold: 60
          livenessProbe:
            httpGet: { path: /healthz, port: operations }
            periodSeconds: 10
            timeoutSeconds: 3
            failureThreshold: 3
          readinessProbe:
            httpGet: { path: /readyz, port: operations }
            periodSeconds: 2
            timeoutSeconds: 3
            failureThreshold: 2
          resources:
            {{- toYaml .values.resources | nindent 12 }}
{{- end }}
