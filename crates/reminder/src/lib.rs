//! Fires reminders when they are due, once
