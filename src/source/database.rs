//! The database: salsa's storage, and a log of the queries that ran, for tests and `--timings`.

use std::sync::{Arc, Mutex};

use super::input::{Audience, Site};

/// What every query takes: salsa's database, and the way back to the one concrete type.
#[salsa::db]
pub trait Db: salsa::Database {
    /// The concrete database, for code that cannot be generic (template functions).
    fn concrete(&self) -> &Database;
}

/// Names of executed queries, oldest first.
type Log = Arc<Mutex<Vec<String>>>;

/// The one database type. Cloning is cheap: clones share all inputs and answers, one clone a thread.
#[salsa::db]
#[derive(Clone)]
pub struct Database {
    storage: salsa::Storage<Self>,
    log: Option<Log>,
}

impl Database {
    /// A database with an empty site, the clock at `now`.
    pub fn new(now: jiff::Timestamp) -> Self {
        Self::with(now, None)
    }

    /// The same, keeping a log of executed queries.
    pub fn logging(now: jiff::Timestamp) -> Self {
        Self::with(now, Some(Log::default()))
    }

    fn with(now: jiff::Timestamp, log: Option<Log>) -> Self {
        let sink = log.clone();
        let storage = salsa::Storage::new(sink.map(|sink| -> Box<dyn Fn(salsa::Event) + Send + Sync> {
            Box::new(move |event: salsa::Event| {
                if let salsa::EventKind::WillExecute { database_key } = event.kind
                    && let Ok(mut log) = sink.lock()
                {
                    log.push(format!("{database_key:?}"));
                }
            })
        }));
        let db = Self { storage, log };
        // As seldom to change as it will be set: an answer that becomes less durable counts as changed.
        let _ =
            Site::builder(None, vec![], vec![], vec![], vec![], vec![], now, Audience::Readers).durability(super::workspace::HEAD).new(&db);
        db
    }

    /// The site's inputs.
    pub fn site(&self) -> Site {
        Site::get(self)
    }

    /// Takes the names of the queries executed since the last call, as `parse::document(Id(0))`-like words.
    /// Empty unless the database was made by [`Database::logging`].
    pub fn take_log(&self) -> Vec<String> {
        self.log.as_ref().and_then(|log| log.lock().ok().map(|mut log| std::mem::take(&mut *log))).unwrap_or_default()
    }
}

#[salsa::db]
impl salsa::Database for Database {}

#[salsa::db]
impl Db for Database {
    fn concrete(&self) -> &Database {
        self
    }
}
