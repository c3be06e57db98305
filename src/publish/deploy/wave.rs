//! Many things done a few at a time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::error::DeployError;

/// How many at a time, where nobody says otherwise.
const AT_ONCE: usize = 8;

/// Does `work` for each item, a few at a time. After the first failure nothing more is begun, and that failure is given.
pub(super) fn each<T: Sync>(items: &[T], work: impl Fn(&T) -> Result<(), DeployError> + Sync) -> Result<(), DeployError> {
    so_many(AT_ONCE, items, work)
}

/// Does `work` for each item as [`each`] does, at most `at_once` at a time.
pub(super) fn so_many<T: Sync>(
    at_once: usize,
    items: &[T],
    work: impl Fn(&T) -> Result<(), DeployError> + Sync,
) -> Result<(), DeployError> {
    let next = AtomicUsize::new(0);
    let failure: Mutex<Option<DeployError>> = Mutex::default();
    let one = || {
        while failure.lock().is_ok_and(|failure| failure.is_none())
            && let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed))
        {
            if let Err(error) = work(item)
                && let Ok(mut failure) = failure.lock()
            {
                failure.get_or_insert(error);
            }
        }
    };
    std::thread::scope(|scope| {
        (0..at_once.max(1).min(items.len())).for_each(|_| drop(scope.spawn(one)));
    });
    failure.into_inner().unwrap_or_default().map_or(Ok(()), Err)
}
