//! Delivers reminders: the ledger and its channels
