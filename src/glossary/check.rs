//! What is wrong between entities.

use crate::diagnostic::Diagnostic;
use crate::source::{Db, Source};

pub(super) fn findings(db: &dyn Db, source: Source) -> Vec<Diagnostic> {
    super::query::entities_in(db, source).findings.clone()
}
