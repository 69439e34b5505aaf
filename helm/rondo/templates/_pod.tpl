{{/* The pods of one role: (root, name). */}}
{{- define "rondo.deployment" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $service := get (include "rondo.services" $root | fromYaml) $name -}}
{{- $values := get $root.Values $service.values -}}
{{- $scaled := or (and $values.autoscaling $values.autoscaling.enabled) (and $service.delivers $root.Values.keda.enabled) -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "rondo.labels" . | nindent 4 }}
spec:
  {{- if not $scaled }}
  replicas: {{ $values.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  selector:
    matchLabels:
      {{- include "rondo.selector" $name | nindent 6 }}
  # The new one is ready before an old one goes: no request fails, and no event waits for long.
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  template:
    metadata:
      labels:
        {{- include "rondo.labels" . | nindent 8 }}
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: {{ $service.port | quote }}
        prometheus.io/path: /metrics
        {{- if $service.appId }}
        {{- include "rondo.sidecar" (list $root $service) | nindent 8 }}
        {{- end }}
        {{- with $root.Values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ $name }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      # Names with two dots are asked for as they stand first, not after everything that they might mean.
      dnsConfig:
        options:
          - name: ndots
            value: "2"
      # It says that it is not ready, serves on for 5 s, and drains for up to 10.
      terminationGracePeriodSeconds: 30
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        seccompProfile:
          type: RuntimeDefault
      {{- with $root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      containers:
        - name: {{ $service.role }}
          image: {{ printf "%s:%s" $root.Values.image.repository ($root.Values.image.tag | default $root.Chart.AppVersion) | quote }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          args: [{{ $service.role }}]
          env:
            {{- include "rondo.environment" (list $root $service $values) | nindent 12 }}
          ports:
            - name: http
              containerPort: {{ $service.port }}
          # The schema may have to be brought up to date first.
          startupProbe:
            httpGet: {path: /healthz, port: http}
            periodSeconds: 1
            timeoutSeconds: 5
            failureThreshold: 120
          livenessProbe:
            httpGet: {path: /healthz, port: http}
            periodSeconds: 10
            timeoutSeconds: 10
            failureThreshold: 6
          readinessProbe:
            httpGet: {path: /readyz, port: http}
            periodSeconds: 2
            timeoutSeconds: 5
            failureThreshold: 2
          resources:
            {{- toYaml $values.resources | nindent 12 }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "rondo.selector" $name | nindent 14 }}
      {{- with $root.Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $root.Values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}

{{/* What a role is told: (root, service, values). A Secret that is missing is the role's to name: so its
     keys are optional, and the pod's log says what is missing. */}}
{{- define "rondo.environment" -}}
{{- $root := index . 0 -}}
{{- $service := index . 1 -}}
{{- $values := index . 2 -}}
- name: RONDO_LISTEN
  value: {{ printf "0.0.0.0:%v" $service.port | quote }}
- name: RONDO_LOG
  value: {{ $root.Values.logLevel | quote }}
- name: RONDO_DATABASE_URL
  valueFrom:
    secretKeyRef: {name: {{ $root.Values.database.secret }}, key: {{ $root.Values.database.key }}, optional: true}
{{- if $service.appId }}
- name: RONDO_PUBSUB
  value: {{ $root.Values.dapr.pubsub }}
- name: DAPR_API_TOKEN
  valueFrom:
    secretKeyRef: {name: {{ $root.Values.dapr.apiTokenSecret }}, key: token, optional: true}
{{- end }}
{{- if $service.delivers }}
- name: APP_API_TOKEN
  valueFrom:
    secretKeyRef: {name: {{ $root.Values.dapr.appTokenSecret }}, key: token, optional: true}
{{- end }}
{{- if $values.signUp }}
- name: RONDO_SIGN_UP
  value: {{ $values.signUp }}
{{- end }}
{{- if $values.eventRetention }}
- name: RONDO_EVENT_RETENTION
  value: {{ $values.eventRetention | quote }}
{{- end }}
{{- with $root.Values.otlpEndpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- end }}

{{/* What Dapr's injector is told: (root, service). */}}
{{- define "rondo.sidecar" -}}
{{- $root := index . 0 -}}
{{- $service := index . 1 -}}
{{- $dapr := $root.Values.dapr -}}
dapr.io/enabled: "true"
dapr.io/app-id: {{ $service.appId }}
dapr.io/config: rondo
dapr.io/api-token-secret: {{ $dapr.apiTokenSecret }}
dapr.io/app-token-secret: {{ $dapr.appTokenSecret }}
{{- if $service.delivers }}
dapr.io/app-port: {{ $service.port | quote }}
dapr.io/app-protocol: http
# Without it a service that is down sends every event to the dead letters.
dapr.io/enable-app-health-check: "true"
dapr.io/app-health-check-path: /dapr/health
dapr.io/app-health-probe-interval: "1"
dapr.io/app-health-threshold: "2"
{{- end }}
# On SIGTERM the sidecar publishes on while its role drains.
dapr.io/block-shutdown-duration: 12s
dapr.io/graceful-shutdown-seconds: "10"
# A busy node is no reason to end a sidecar.
dapr.io/sidecar-liveness-probe-timeout-seconds: "10"
dapr.io/sidecar-liveness-probe-threshold: "6"
dapr.io/sidecar-readiness-probe-timeout-seconds: "5"
# Secrets come by way of the operator: the pod itself has no rights.
dapr.io/disable-builtin-k8s-secret-store: "true"
dapr.io/sidecar-seccomp-profile-type: RuntimeDefault
dapr.io/sidecar-cpu-request: {{ $dapr.resources.cpuRequest | quote }}
dapr.io/sidecar-memory-request: {{ $dapr.resources.memoryRequest | quote }}
dapr.io/sidecar-memory-limit: {{ $dapr.resources.memoryLimit | quote }}
dapr.io/log-as-json: "true"
dapr.io/log-level: {{ $dapr.logLevel }}
{{- end }}
