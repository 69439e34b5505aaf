//! The database: units of work of one user, outbox, inbox, leases
