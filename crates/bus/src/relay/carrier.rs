//! One carriage: the first unpublished events of some users, published together, and marked.

use std::sync::Arc;
use std::time::Duration;

use rondo_contract::Topic;
use rondo_domain::{Timestamp, UserId};
use rondo_store::{Behind, Clock, DeadLetter, Error, Lease, Leases, LogEvent, Mark, RELAY, Store};
use tokio::time::timeout;

use super::{Away, Options, Publisher, Verdict};
use crate::envelope::traceparent;

/// The bytes of events that go together in one call, unless one alone has more.
const CALL_BYTES: usize = 1024 * 1024;

/// What a lease must last beyond the call: for marking.
const MARGIN: Duration = Duration::from_millis(250);

/// What a carriage needs.
#[derive(Clone)]
pub(super) struct Carrier {
    pub(super) store: Store,
    pub(super) publisher: Arc<dyn Publisher>,
    pub(super) options: Options,
}

/// An event with its place and the right to publish it.
#[derive(Clone, Debug)]
pub(super) struct Parcel {
    pub(super) place: Behind,
    pub(super) event: LogEvent,
    lease: Lease,
}

/// What came of a carriage.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// How many events the broker acknowledged or refused for good.
    pub(super) answered: usize,
    /// Who has more to publish, or the same again.
    pub(super) more: Vec<UserId>,
    /// When the first of those who wait may be tried again.
    pub(super) next_try: Option<Timestamp>,
    /// Why nothing was acknowledged, if the broker is away.
    pub(super) away: Option<Away>,
    /// The event that was asked about alone when it was away: perhaps it is the event's own fault.
    pub(super) suspect: Option<Parcel>,
}

impl Carrier {
    /// How long a lease must last for a carriage to begin.
    pub(super) fn needed(&self) -> Duration {
        self.options.call_timeout + MARGIN
    }

    /// Publishes the first unpublished event of each of these users, if there is one and it need not
    /// wait.
    ///
    /// # Errors
    /// What the database says. What was published then and not marked will be published again.
    pub(super) async fn carry(&self, users: &[UserId], leases: &Leases) -> Result<Carried, Error> {
        let (now, mut carried) = (Clock::machine(), Carried::default());
        let mut parcels = Vec::new();
        for (place, event) in self.store.log().firsts(RELAY, users).await? {
            if let Some(at) = place.next_try.filter(|at| *at > now) {
                carried.next_try = Some(carried.next_try.map_or(at, |first| first.min(at)));
            } else if let Some(lease) = leases.of(place.user, self.needed()) {
                parcels.push(Parcel { place, event, lease });
            }
            // Without a lease: whoever holds the slot publishes it.
        }
        for topic in Topic::ALL {
            let of_topic: Vec<Parcel> = parcels.extract_if(.., |parcel| parcel.event.topic == topic).collect();
            for call in calls(of_topic) {
                self.call(topic, call, &mut carried).await?;
            }
        }
        Ok(carried)
    }

    async fn call(&self, topic: Topic, parcels: Vec<Parcel>, carried: &mut Carried) -> Result<(), Error> {
        if carried.away.is_some() {
            carried.more.extend(parcels.iter().map(|parcel| parcel.place.user));
            return Ok(());
        }
        let events: Vec<LogEvent> = parcels.iter().map(|parcel| parcel.event.clone()).collect();
        match self.publish(topic, &events).await {
            Ok(verdicts) => {
                let answered = Clock::machine();
                self.settle(parcels, verdicts, answered, carried).await
            }
            Err(away) => {
                carried.more.extend(parcels.iter().map(|parcel| parcel.place.user));
                carried.suspect = <[Parcel; 1]>::try_from(parcels).ok().map(|[parcel]| parcel);
                carried.away = Some(away);
                Ok(())
            }
        }
    }

    async fn publish(&self, topic: Topic, events: &[LogEvent]) -> Result<Vec<Verdict>, Away> {
        let begun = tokio::time::Instant::now();
        // Each event belongs to the trace of its own request.
        let _spans: Vec<tracing::Span> = events.iter().map(span).collect();
        let call = timeout(self.options.call_timeout, self.publisher.publish(topic, events));
        let verdicts = call.await.unwrap_or_else(|_| {
            let seconds = self.options.call_timeout.as_secs_f32();
            Err(Away(format!("no answer within {seconds} s")))
        });
        metrics::histogram!("rondo_relay_call_seconds").record(begun.elapsed().as_secs_f64());
        verdicts
    }

    async fn settle(
        &self,
        parcels: Vec<Parcel>,
        verdicts: Vec<Verdict>,
        answered: Timestamp,
        carried: &mut Carried,
    ) -> Result<(), Error> {
        let mut published = Vec::new();
        for (parcel, verdict) in parcels.into_iter().zip(verdicts) {
            match verdict {
                Verdict::Published => published.push(parcel),
                Verdict::Untried => carried.more.push(parcel.place.user),
                Verdict::Failed(reason) => {
                    let next_try = self.blame(&parcel, reason).await?;
                    carried.next_try = carried.next_try.into_iter().chain(next_try).min();
                }
                Verdict::Refused(reason) => {
                    carried.answered += 1;
                    carried.more.push(parcel.place.user);
                    self.bury(&parcel, reason).await?;
                }
            }
        }
        carried.answered += published.len();
        for parcel in &published {
            self.measure(parcel, answered);
        }
        self.mark(&published, carried).await
    }

    async fn mark(&self, published: &[Parcel], carried: &mut Carried) -> Result<(), Error> {
        let marks: Vec<Mark> = published.iter().map(Parcel::mark).collect();
        let moved = self.store.log().advance_all(RELAY, &marks).await?;
        for parcel in published {
            // A slot that went to another relay meanwhile: that one publishes the event again.
            if moved.contains(&parcel.place.user) && parcel.place.last > parcel.event.sequence {
                carried.more.push(parcel.place.user);
            }
        }
        Ok(())
    }

    /// Counts a try of an event that failed while others did not. Returns when it may be tried again,
    /// unless that was its last try.
    pub(super) async fn blame(&self, parcel: &Parcel, reason: String) -> Result<Option<Timestamp>, Error> {
        let tries = parcel.place.attempts.saturating_add(1);
        if tries >= self.options.tries {
            self.bury(parcel, reason).await?;
            return Ok(Some(Clock::machine()));
        }
        let delay = self.options.backoff.delay(tries);
        let at = Clock::machine().plus_micros(i64::try_from(delay.as_micros()).unwrap_or(i64::MAX));
        tracing::warn!(event = %parcel.event.id, user = %parcel.place.user, attempt = tries, reason, next_try = %at,
            "an event could not be published, though others could, and is tried again");
        self.store.log().postpone(RELAY, &parcel.place, at, &parcel.lease).await?;
        Ok(Some(at))
    }

    async fn bury(&self, parcel: &Parcel, reason: String) -> Result<(), Error> {
        let (event, place) = (&parcel.event, &parcel.place);
        tracing::error!(event = %event.id, user = %place.user, reason,
            "an event cannot be published and went to the relay's dead letters");
        let letter = DeadLetter {
            consumer: RELAY.to_owned(),
            event: event.id.uuid(),
            user: Some(place.user),
            topic: event.topic.name().to_owned(),
            reason,
            attempts: place.attempts.saturating_add(1),
            payload: event.payload.clone(),
            at: Clock::machine(),
        };
        if self.store.log().bury(letter, place, event.sequence, &parcel.lease).await? {
            metrics::counter!("rondo_dead_letters_total", "consumer" => RELAY).increment(1);
        }
        Ok(())
    }

    /// Counts an event that the broker acknowledged then, and how long after its time that was.
    fn measure(&self, parcel: &Parcel, acknowledged: Timestamp) {
        let topic = parcel.event.topic.name();
        metrics::counter!("rondo_relay_published_total", "topic" => topic).increment(1);
        if self.store.clock() == Clock::Machine {
            let since = acknowledged.micros().saturating_sub(parcel.event.at.micros());
            let since = Duration::from_micros(u64::try_from(since).unwrap_or(0));
            metrics::histogram!("rondo_relay_delay_seconds").record(since.as_secs_f64());
        }
    }
}

impl Parcel {
    fn mark(&self) -> Mark {
        Mark {
            user: self.place.user,
            done: self.event.sequence,
            lease: self.lease.clone(),
        }
    }
}

fn span(event: &LogEvent) -> tracing::Span {
    tracing::info_span!("publish", otel.kind = "producer", topic = event.topic.name(), event = %event.id,
        user = %event.user, traceparent = traceparent(&event.payload))
}

/// The parcels of one topic, as many together as one call may have bytes.
fn calls(parcels: Vec<Parcel>) -> Vec<Vec<Parcel>> {
    let (mut calls, mut bytes): (Vec<Vec<Parcel>>, usize) = (Vec::new(), 0);
    for parcel in parcels {
        bytes += parcel.event.payload.len();
        match calls.last_mut() {
            Some(call) if bytes <= CALL_BYTES => call.push(parcel),
            _ => {
                bytes = parcel.event.payload.len();
                calls.push(vec![parcel]);
            }
        }
    }
    calls
}
