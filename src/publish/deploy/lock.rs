//! The lock of a target that is a store of objects: a lease in an object that only one can make.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};

use super::error::DeployError;
use super::lease::{self, Lease};
use super::objects::{If, Objects};
use super::target::Locked;
use crate::source::machine;

const LOCK: &str = ".gloss/lock.json";

/// A store, and what is done about the lock of somebody else.
pub(super) struct Lock<'o> {
    /// Where the lock stands.
    pub(super) objects: &'o dyn Objects,
    /// What is done about somebody else's.
    pub(super) locked: Locked,
}

impl Lock<'_> {
    /// Does work under the lock, which is renewed meanwhile; what `work` is given tells whether somebody else has taken it.
    pub(super) fn held<T: Send>(&self, work: impl FnOnce(&AtomicBool) -> Result<T, DeployError> + Send) -> Result<T, DeployError> {
        let lease = Lease::new(machine::now());
        let tag = self.take(&lease)?;
        let lost = AtomicBool::new(false);
        let (done, wait) = std::sync::mpsc::channel::<()>();
        let result = std::thread::scope(|scope| {
            let renewing = scope.spawn(|| self.renew(&lease, tag, (wait, &lost)));
            let result = work(&lost);
            drop(done);
            let _ = renewing.join();
            result
        });
        if !lost.load(Ordering::Relaxed) {
            // If it cannot be taken away, its time runs out.
            let _ = self.objects.delete(LOCK);
        }
        result
    }

    fn take(&self, lease: &Lease) -> Result<String, DeployError> {
        let bytes = lease.to_bytes();
        if let Some(tag) = self.objects.put_if(LOCK, &bytes, If::Absent)? {
            return Ok(tag);
        }
        let busy = |since: &str| DeployError::Busy {
            reason: format!("another deploy holds {} since {since}", self.objects.place()),
            help: "wait for it; a lock whose holder was killed counts no longer after two minutes, or at once with `--take-over`".into(),
        };
        let Some(held) = self.objects.read(LOCK)? else { return Err(busy("a moment ago")) };
        let other = Lease::parse(&held.bytes);
        if self.locked == Locked::Respect {
            // The holder's clock may be an hour off, and so may this one: whether it is alive is judged by the store's.
            let is_over = match self.objects.age(LOCK)? {
                Some(age) => age > lease::TERM,
                None => other.as_ref().is_none_or(|other| other.is_over(machine::now())),
            };
            if !is_over {
                return Err(busy(&other.map_or_else(String::new, |other| other.since)));
            }
        }
        self.objects.put_if(LOCK, &bytes, If::Tag(&held.tag))?.ok_or_else(|| busy("a moment ago"))
    }

    fn renew(&self, lease: &Lease, mut tag: String, (wait, lost): (Receiver<()>, &AtomicBool)) {
        while wait.recv_timeout(lease::RENEW) == Err(RecvTimeoutError::Timeout) {
            let bytes = lease.clone().renewed(machine::now()).to_bytes();
            match self.objects.put_if(LOCK, &bytes, If::Tag(&tag)) {
                Ok(Some(fresh)) => tag = fresh,
                Ok(None) => return lost.store(true, Ordering::Relaxed),
                // The network may be back before the lease is over.
                Err(_) => {}
            }
        }
    }
}

/// What is said where somebody else has taken the lock.
pub(super) fn lost() -> DeployError {
    DeployError::Busy {
        reason: "somebody else has taken over the lock of this deploy".into(),
        help: "wait for the other deploy, then deploy again".into(),
    }
}
