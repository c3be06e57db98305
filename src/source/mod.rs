//! Files become inputs. The only stage that reads the disk, and the owner of the database.
//!
//! In: a folder (or, in tests, a text with `-- path --` headers). Out: a [`Database`] whose inputs are the site's files,
//! the clock and the audience. What must never be: another stage that opens a file, or a query that reads the clock.

pub mod archive;
pub mod database;
#[expect(missing_docs, reason = "salsa generates setters without docs")]
pub mod input;
pub mod machine;
pub mod root;
pub mod stamp;
pub mod walk;
pub mod workspace;

pub use database::{Database, Db};
pub use input::{Asset, AssetContent, Audience, Site, Source, Text};
pub use workspace::{Change, FileKind, Workspace};
