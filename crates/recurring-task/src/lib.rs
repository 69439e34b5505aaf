//! Makes the next occurrence of a completed recurring task, once
