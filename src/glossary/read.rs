//! Reads entity files.
use super::entity::Entity;
use crate::parse::Checked;
use crate::source::{Db, Source};

pub(super) fn entities(_db: &dyn Db, _source: Source) -> Checked<Vec<Entity>> {
    Checked { value: vec![], findings: vec![] }
}
