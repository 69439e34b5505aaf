{{/* The roles, as the contract of the events names them; `tests/rules/chart.rs` compares. */}}
{{- define "rondo.services" -}}
chat-api-service: {role: chat-api, port: 8000, values: chatApi}
relay: {role: relay, port: 8004, values: relay, appId: chat-api-service}
recurring-task-service: {role: recurring-task, port: 8001, values: recurringTask, appId: recurring-task-service, delivers: true, topic: task-events}
notification-service: {role: notification, port: 8002, values: notification, appId: notification-service, delivers: true, topic: reminders}
reminder-scheduler: {role: reminder, port: 8003, values: reminder}
{{- end }}

{{/* Everybody who has a sidecar, by app-id. */}}
{{- define "rondo.scopes" -}}
- chat-api-service
- notification-service
- recurring-task-service
{{- end }}

{{- define "rondo.selector" -}}
app.kubernetes.io/name: {{ . }}
app.kubernetes.io/part-of: rondo
{{- end }}

{{- define "rondo.labels" -}}
{{- $root := index . 0 -}}
{{ include "rondo.selector" (index . 1) }}
app.kubernetes.io/version: {{ $root.Values.image.tag | default $root.Chart.AppVersion | quote }}
{{- end }}
