//! Deleting one's account.

use rondo_store::TokenKind;

use crate::{App, Caller, Error};

/// Deletes the caller's account with everything in it. Every task publishes that it is gone, so that
/// whoever keeps a copy hears of it; earlier events go with the account. A personal token, which a
/// program may have lost, is not enough.
pub async fn remove_me(app: &App, caller: &Caller) -> Result<(), Error> {
    if caller.token.kind == TokenKind::Personal {
        return Err(Error::SessionNeeded);
    }
    let mut work = app.write(caller).await?;
    let first = work.next_sequence();
    for task in work.all_tasks().await? {
        for change in task.delete(None, work.context()) {
            work.apply(change).await?;
        }
    }
    work.remove_account().await?;
    work.forget_events(first).await?;
    work.commit().await.map_err(Error::from)
}
