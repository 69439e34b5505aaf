//! What can be said.

/// For a person who does not know, or was not understood.
pub(super) const TEXT: &str = "You can say for example:\n\
    - add pay rent every month on the 1st at 9am #home !high\n\
    - remind me to call Ann tomorrow at 15:00\n\
    - show my tasks, show tasks due this week, show overdue tasks, find milk\n\
    - complete buy milk, complete the second one, reopen it, skip it\n\
    - move it to friday at 10:00, rename it to buy bread, set it to high priority\n\
    - remind me about the dentist 2 days before\n\
    - delete buy milk, delete completed tasks, restore it, undo\n\
    - show my tags";
