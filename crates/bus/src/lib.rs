//! Subscribing to events behind one pair of traits
