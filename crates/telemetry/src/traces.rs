//! Traces: spans of this process, sent to whoever collects them (OTLP).
//!
//! A span whose field `traceparent` holds a W3C trace context continues that trace: so a consumer's
//! work belongs to the request that caused the event. `otel.kind` says which side of a call it is.

use std::env;
use std::fmt::Debug;

use opentelemetry::trace::{
    Span as _, SpanBuilder, SpanContext, SpanId, SpanKind, Status, TraceContextExt, TraceFlags, TraceId, TraceState, Tracer,
    TracerProvider,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider, Span};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{self, Layer};
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use crate::Error;

/// Where traces go to, if anywhere.
const ENDPOINTS: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];

/// Starts to send traces, if the environment says where to.
pub(crate) fn provider(service: &str) -> Result<Option<SdkTracerProvider>, Error> {
    let is_set = |name: &&str| env::var(name).is_ok_and(|text| !text.trim().is_empty());
    if !ENDPOINTS.iter().any(is_set) {
        return Ok(None);
    }
    let exporter = SpanExporter::builder().with_http().build();
    let exporter = exporter.map_err(|error| Error::Traces(error.to_string()))?;
    let service = env::var("OTEL_SERVICE_NAME").unwrap_or_else(|_| service.to_owned());
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(Resource::builder().with_service_name(service).build())
        .build();
    Ok(Some(provider))
}

/// The W3C trace context of the present span, to be handed on; none where no traces are kept.
pub fn traceparent() -> Option<String> {
    tracing::dispatcher::get_default(|dispatch| {
        let registry = dispatch.downcast_ref::<Registry>()?;
        let current = Subscriber::current_span(registry);
        let span = registry.span(current.id()?)?;
        span.scope()
            .find_map(|span| span.extensions().get::<Traced>().map(Traced::traceparent))
    })
}

/// Whether a span is one to send: ours, and not one for debugging.
pub(crate) fn is_wanted(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("rondo") && *metadata.level() <= Level::INFO
}

/// Follows the spans.
pub(crate) struct Traces(SdkTracer);

impl Traces {
    pub(crate) fn of(provider: &SdkTracerProvider) -> Self {
        Self(provider.tracer("rondo"))
    }
}

/// A span that is under way.
struct Traced {
    span: Span,
    context: SpanContext,
}

impl Traced {
    /// W3C Trace Context section 3.2.
    fn traceparent(&self) -> String {
        let context = &self.context;
        let flags = context.trace_flags().to_u8();
        format!("00-{}-{}-{flags:02x}", context.trace_id(), context.span_id())
    }
}

/// The fields of a span.
#[derive(Default)]
struct Fields {
    traceparent: Option<String>,
    kind: Option<SpanKind>,
    others: Vec<KeyValue>,
}

impl Fields {
    fn take(&mut self, name: &'static str, value: String) {
        match name {
            "traceparent" => self.traceparent = Some(value),
            "otel.kind" => self.kind = kind(&value),
            _ => self.others.push(KeyValue::new(name, value)),
        }
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.take(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.take(field.name(), format!("{value:?}"));
    }
}

impl<S> Layer<S> for Traces
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: layer::Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let local = || {
            span.parent()
                .and_then(|parent| parent.scope().find_map(|span| context_of(&span)))
        };
        let parent = fields.traceparent.as_deref().and_then(remote).or_else(local);
        let parent = parent.map_or_else(Context::new, |parent| Context::new().with_remote_span_context(parent));
        let builder = SpanBuilder::from_name(attributes.metadata().name())
            .with_kind(fields.kind.unwrap_or(SpanKind::Internal))
            .with_attributes(fields.others);
        let begun = self.0.build_with_context(builder, &parent);
        let context = begun.span_context().clone();
        span.extensions_mut().insert(Traced { span: begun, context });
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: layer::Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut fields = Fields::default();
        values.record(&mut fields);
        if let Some(traced) = span.extensions_mut().get_mut::<Traced>() {
            traced.span.set_attributes(fields.others);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: layer::Context<'_, S>) {
        if *event.metadata().level() > Level::WARN {
            return;
        }
        let Some(span) = context.event_span(event) else { return };
        if let Some(traced) = span.extensions_mut().get_mut::<Traced>() {
            traced.span.set_status(Status::error("see the logs"));
        }
    }

    fn on_close(&self, id: Id, context: layer::Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        if let Some(mut traced) = span.extensions_mut().remove::<Traced>() {
            traced.span.end();
        }
    }
}

fn context_of<S>(span: &SpanRef<'_, S>) -> Option<SpanContext>
where
    S: for<'a> LookupSpan<'a>,
{
    span.extensions().get::<Traced>().map(|traced| traced.context.clone())
}

fn kind(word: &str) -> Option<SpanKind> {
    match word {
        "server" => Some(SpanKind::Server),
        "client" => Some(SpanKind::Client),
        "producer" => Some(SpanKind::Producer),
        "consumer" => Some(SpanKind::Consumer),
        _ => None,
    }
}

/// Reads a `traceparent` (W3C Trace Context section 3.2).
fn remote(text: &str) -> Option<SpanContext> {
    let mut parts = text.split('-').skip(1);
    let trace = TraceId::from_hex(parts.next()?).ok()?;
    let span = SpanId::from_hex(parts.next()?).ok()?;
    let flags = u8::from_str_radix(parts.next()?, 16).ok()?;
    let context = SpanContext::new(trace, span, TraceFlags::new(flags), true, TraceState::default());
    context.is_valid().then_some(context)
}

#[cfg(test)]
mod tests {
    use opentelemetry_sdk::trace::InMemorySpanExporter;
    use tracing_subscriber::layer::SubscriberExt;

    use super::*;

    const GIVEN: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_span_continues_the_trace_that_it_names_and_hands_it_on() {
        let exporter = InMemorySpanExporter::default();
        let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
        let subscriber = Registry::default().with(Traces::of(&provider));
        let handed_on = tracing::subscriber::with_default(subscriber, || {
            let outer = tracing::info_span!("request", traceparent = GIVEN, otel.kind = "server", route = "/");
            outer.in_scope(|| tracing::info_span!("inner").in_scope(traceparent))
        });
        let spans = exporter.get_finished_spans().expect("spans were kept");
        let (inner, outer) = (&spans[0], &spans[1]);
        assert_eq!((outer.name.as_ref(), &outer.span_kind), ("request", &SpanKind::Server));
        assert_eq!(outer.parent_span_id.to_string(), "00f067aa0ba902b7");
        assert_eq!(inner.parent_span_id, outer.span_context.span_id());
        let expected = format!("00-4bf92f3577b34da6a3ce929d0e0e4736-{}-01", inner.span_context.span_id());
        assert_eq!(handed_on, Some(expected));
    }

    #[test]
    fn what_is_no_trace_context_begins_a_trace_of_its_own() {
        for wrong in ["", "00-0-0-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"] {
            assert_eq!(remote(wrong), None, "{wrong}");
        }
        assert!(remote(GIVEN).is_some());
    }
}
