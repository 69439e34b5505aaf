//! RFC 5545 recurrence rules over civil dates
