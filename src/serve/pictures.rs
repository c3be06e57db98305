//! Pictures for a server: made when they are asked for, and kept in memory for a while. The site's cache is read, but nothing
//! is written.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use rustc_hash::FxHashMap;

use crate::publish::cache::Use;
use crate::publish::maker::{Bench, Maker};
use crate::render::artifact::Order;

/// How many bytes of pictures are kept; then all are forgotten.
const KEPT: usize = 128 << 20;

/// A maker, and what it made.
pub(super) struct Pictures {
    maker: Maker,
    kept: Mutex<FxHashMap<String, Bytes>>,
}

impl Pictures {
    /// For the site at `root`.
    pub(super) fn new(root: &Path) -> Self {
        Self { maker: Maker::new(root, Use::Read), kept: Mutex::default() }
    }

    /// The bytes of a picture; `None` where it is broken, which the survey of the site or the next build tells.
    pub(super) fn make(&self, order: &Order) -> Option<Bytes> {
        let key = order.work.key();
        if let Some(bytes) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Some(bytes.clone());
        }
        let bytes = self.maker.make(order, &mut Bench::default()).ok()?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // The sum is that of a few hundred at most.
        if kept.values().map(Bytes::len).sum::<usize>() + bytes.len() > KEPT {
            kept.clear();
        }
        kept.insert(key, bytes.clone());
        Some(bytes)
    }
}
