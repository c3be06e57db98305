//! A store of objects in memory that can fail from any request on, as if the process were killed or the network gone.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use glossator::publish::deploy::DeployError;
use glossator::publish::deploy::objects::{If, Object, Objects};
use glossator::publish::deploy::plan::Upload;

#[derive(Default)]
pub struct Memory {
    pub objects: Mutex<BTreeMap<String, (Vec<u8>, usize)>>,
    /// Requests so far.
    pub requests: AtomicUsize,
    /// Files of the site that were put.
    pub puts: AtomicUsize,
    /// Files that are being put, and the most that were so at a time.
    pub now: AtomicUsize,
    pub most: AtomicUsize,
    /// Objects that were listed.
    pub listed: AtomicUsize,
    /// How many requests succeed; 0 for all.
    pub fuse: AtomicUsize,
}

impl Memory {
    /// The same objects, in a store that works.
    pub fn mended(&self) -> Self {
        Self { objects: Mutex::new(self.objects.lock().unwrap().clone()), ..Self::default() }
    }

    /// What readers see.
    pub fn served(&self) -> BTreeMap<String, Vec<u8>> {
        let objects = self.objects.lock().unwrap();
        objects.iter().filter(|(path, _)| !path.starts_with(".gloss/")).map(|(path, (bytes, _))| (path.clone(), bytes.clone())).collect()
    }

    fn request(&self) -> Result<(), DeployError> {
        let (count, fuse) = (self.requests.fetch_add(1, Ordering::SeqCst), self.fuse.load(Ordering::SeqCst));
        if fuse > 0 && count >= fuse { Err(DeployError::failed("the store is gone")) } else { Ok(()) }
    }

    fn set(&self, path: &str, bytes: &[u8]) -> String {
        let version = self.requests.load(Ordering::SeqCst);
        self.objects.lock().unwrap().insert(path.to_owned(), (bytes.to_vec(), version));
        version.to_string()
    }
}

impl Objects for &Memory {
    fn place(&self) -> String {
        "memory".into()
    }

    fn read(&self, path: &str) -> Result<Option<Object>, DeployError> {
        self.request()?;
        let objects = self.objects.lock().unwrap();
        Ok(objects.get(path).map(|(bytes, version)| Object { bytes: bytes.clone(), tag: version.to_string() }))
    }

    fn size(&self, path: &str) -> Result<Option<u64>, DeployError> {
        self.request()?;
        Ok(self.objects.lock().unwrap().get(path).map(|(bytes, _)| bytes.len() as u64))
    }

    fn put(&self, upload: &Upload, from: &Path) -> Result<(), DeployError> {
        self.request()?;
        self.puts.fetch_add(1, Ordering::SeqCst);
        self.most.fetch_max(self.now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(std::time::Duration::from_millis(1));
        self.set(&upload.path, &std::fs::read(from).unwrap());
        self.now.fetch_sub(1, Ordering::SeqCst);
        Ok(())
    }

    fn put_if(&self, path: &str, bytes: &[u8], condition: If<'_>) -> Result<Option<String>, DeployError> {
        self.request()?;
        let there = self.objects.lock().unwrap().get(path).map(|(_, version)| version.to_string());
        let holds = match condition {
            If::Absent => there.is_none(),
            If::Tag(tag) => there.as_deref() == Some(tag),
        };
        Ok(holds.then(|| self.set(path, bytes)))
    }

    fn put_small(&self, path: &str, bytes: &[u8]) -> Result<(), DeployError> {
        self.request()?;
        self.set(path, bytes);
        Ok(())
    }

    fn copy(&self, from: &str, to: &str) -> Result<bool, DeployError> {
        self.request()?;
        let bytes = self.objects.lock().unwrap().get(from).map(|(bytes, _)| bytes.clone());
        Ok(bytes.map(|bytes| self.set(to, &bytes)).is_some())
    }

    fn delete(&self, path: &str) -> Result<(), DeployError> {
        self.request()?;
        self.objects.lock().unwrap().remove(path);
        Ok(())
    }

    fn list(&self, prefix: &str) -> Result<BTreeMap<String, u64>, DeployError> {
        self.request()?;
        let objects = self.objects.lock().unwrap();
        let found = objects.iter().filter(|(path, _)| path.starts_with(prefix));
        let found: BTreeMap<String, u64> = found.map(|(path, (bytes, _))| (path.clone(), bytes.len() as u64)).collect();
        self.listed.fetch_add(found.len(), Ordering::SeqCst);
        Ok(found)
    }
}
