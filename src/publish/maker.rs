//! Makes what takes long: pictures and social cards. Each picture is decoded once for all that is made of it, and not at all where the cache
//! has everything.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::cache::{Cache, Use};
use crate::picture::card::Drawer;
use crate::picture::{Bitmap, Make, Trouble, strip};
use crate::render::artifact::{Order, PictureWork, Work};
use crate::source::AssetContent;
use crate::source::walk::read_bytes;

/// A maker with its cache.
pub struct Maker {
    cache: Option<Cache>,
    made: AtomicUsize,
    /// Those that draw no card at the moment, with their fonts ready.
    drawers: Mutex<Vec<Drawer>>,
}

/// A picture that is being worked on: what was needed of it so far.
#[derive(Default)]
pub struct Bench {
    bytes: Option<Bytes>,
    bitmap: Option<Bitmap>,
}

impl Maker {
    /// A maker for the site at `site`.
    pub fn new(site: &Path, how: Use) -> Self {
        Self { cache: Some(Cache::new(site, how)), made: AtomicUsize::new(0), drawers: Mutex::default() }
    }

    /// A maker for a site that lies in memory: it makes everything.
    pub fn without_cache() -> Self {
        Self { cache: None, made: AtomicUsize::new(0), drawers: Mutex::default() }
    }

    /// The bytes that are ordered; `bench` is for all orders of one picture.
    ///
    /// # Errors
    /// Where the picture is broken, or not the one any more that the order is about.
    pub fn make(&self, order: &Order, bench: &mut Bench) -> Result<Bytes, Trouble> {
        match &order.work {
            // Quicker than to look for it.
            Work::Picture(work) if work.make == Make::Stripped => strip(bench.bytes(work)?, &work.head),
            Work::Picture(work) => self.kept(&order.work, || bench.bitmap(work)?.make(&work.head, work.make)),
            Work::Card(card) => self.kept(&order.work, || {
                let mut drawer = self.drawers.lock().ok().and_then(|mut drawers| drawers.pop()).unwrap_or_default();
                let drawn = drawer.draw(card);
                if let Ok(mut drawers) = self.drawers.lock() {
                    drawers.push(drawer);
                }
                drawn
            }),
        }
    }

    /// How many bytes are ordered, where the cache has them; none for what it does not keep.
    pub fn length(&self, order: &Order) -> Option<u64> {
        match &order.work {
            Work::Picture(work) if work.make == Make::Stripped => None,
            work => self.cache.as_ref()?.length(&work.key()),
        }
    }

    /// How many pictures were made, rather than found in the cache.
    pub fn made(&self) -> usize {
        self.made.load(Ordering::Relaxed)
    }

    /// How many entries of the cache were not whole, and were made again.
    pub fn unsound(&self) -> usize {
        self.cache.as_ref().map_or(0, Cache::unsound)
    }

    /// Removes from the cache what was not asked for in a long time. Only after all was asked for.
    pub fn sweep(&self) {
        if let Some(cache) = &self.cache {
            cache.sweep();
        }
    }

    /// What the cache has, else what is made now.
    fn kept(&self, work: &Work, make: impl FnOnce() -> Result<Vec<u8>, Trouble>) -> Result<Bytes, Trouble> {
        let key = work.key();
        if let Some(kept) = self.cache.as_ref().and_then(|cache| cache.get(&key)) {
            return Ok(kept);
        }
        let made = Bytes::from(make()?);
        self.made.fetch_add(1, Ordering::Relaxed);
        if let Some(cache) = &self.cache {
            cache.put(&key, &made);
        }
        Ok(made)
    }
}

impl Bench {
    fn bytes(&mut self, work: &PictureWork) -> Result<Bytes, Trouble> {
        if let Some(bytes) = &self.bytes {
            return Ok(bytes.clone());
        }
        let bytes = match &work.from {
            AssetContent::Bytes(bytes) => bytes.clone(),
            AssetContent::File { path, .. } => Bytes::from(read_bytes(path).map_err(|error| Trouble::Broken(error.to_string()))?),
        };
        // The names of all that is made of it have its hash.
        if <[u8; 32]>::from(Sha256::digest(&bytes)) != work.head.digest {
            return Err(Trouble::Changed);
        }
        Ok(self.bytes.insert(bytes).clone())
    }

    fn bitmap(&mut self, work: &PictureWork) -> Result<&Bitmap, Trouble> {
        if self.bitmap.is_none() {
            let bytes = self.bytes(work)?;
            self.bitmap = Some(Bitmap::decode(&bytes, &work.head)?);
        }
        self.bitmap.as_ref().ok_or(Trouble::Unknown)
    }
}
