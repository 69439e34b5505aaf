{{/* What stands beside the pods of a role: (root, name) each. */}}
{{- define "rondo.account" -}}
{{- $root := index . 0 -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ index . 1 }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "rondo.labels" . | nindent 4 }}
automountServiceAccountToken: false
{{- end }}

{{- define "rondo.service" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $service := get (include "rondo.services" $root | fromYaml) $name -}}
{{- $values := get $root.Values $service.values -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "rondo.labels" . | nindent 4 }}
spec:
  {{- with $values.service }}
  type: {{ .type }}
  {{- end }}
  selector:
    {{- include "rondo.selector" $name | nindent 4 }}
  ports:
    - name: http
      port: {{ dig "service" "port" $service.port $values }}
      targetPort: http
{{- end }}

{{- define "rondo.budget" -}}
{{- $root := index . 0 -}}
{{- if $root.Values.podDisruptionBudgets.enabled -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ index . 1 }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "rondo.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      {{- include "rondo.selector" (index . 1) | nindent 6 }}
{{- end }}
{{- end }}

{{/* A role is reached at its port alone, and reaches names, its database and, through its sidecar, the broker
     and Dapr. */}}
{{- define "rondo.policy" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $service := get (include "rondo.services" $root | fromYaml) $name -}}
{{- $policies := $root.Values.networkPolicies -}}
{{- $from := eq $name "chat-api-service" | ternary $policies.apiFrom $policies.metricsFrom -}}
{{- if $policies.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ $name }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "rondo.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "rondo.selector" $name | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- if or $from (eq $name "chat-api-service") }}
    - ports:
        - port: http
      {{- with $from }}
      from:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    {{- else }}
    []
    {{- end }}
  egress:
    - ports:
        - {port: 53, protocol: UDP}
        - {port: 53, protocol: TCP}
    - ports:
        - port: {{ $root.Values.database.port }}
    {{- if $service.appId }}
    - ports:
        {{- range $root.Values.kafka.ports }}
        - port: {{ . }}
        {{- end }}
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: {{ $root.Values.dapr.namespace }}
    {{- end }}
    {{- with $policies.egress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}

{{- define "rondo.scaled" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $service := get (include "rondo.services" $root | fromYaml) $name -}}
{{- $keda := $root.Values.keda -}}
{{- if $keda.enabled -}}
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ $name }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "rondo.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    name: {{ $name }}
  minReplicaCount: {{ $keda.minReplicas }}
  maxReplicaCount: {{ $keda.maxReplicas }}
  triggers:
    - type: kafka
      metadata:
        bootstrapServers: {{ $root.Values.kafka.brokers | quote }}
        consumerGroup: {{ $name }}
        topic: {{ $service.topic }}
        lagThreshold: {{ $keda.lagThreshold | quote }}
        offsetResetPolicy: earliest
{{- end }}
{{- end }}
