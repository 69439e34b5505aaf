//! Rondo's events as other programs see them
