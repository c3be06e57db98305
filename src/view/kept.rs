//! Views that many pages show: each is turned into the templates' value once, not once a page.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use tera::Value;

/// A view with its templates' value. A clone is cheap; inside another view it passes to templates without being copied.
#[derive(Debug)]
pub struct Kept<T> {
    view: Arc<T>,
    value: Value,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self { view: self.view.clone(), value: self.value.clone() }
    }
}

impl<T: Serialize> Kept<T> {
    /// Keeps a view.
    pub fn new(view: T) -> Self {
        let value = Value::from_serializable(&view);
        Self { view: Arc::new(view), value }
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.view
    }
}

impl<T: PartialEq> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.view, &other.view) || self.view == other.view
    }
}

impl<T> Serialize for Kept<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_view_reads_like_the_view_itself() {
        #[derive(Debug, PartialEq, Serialize)]
        struct View {
            title: &'static str,
            count: usize,
        }
        let kept = Kept::new(View { title: "a", count: 2 });
        assert_eq!(kept.count, 2);
        assert_eq!(Value::from_serializable(&vec![kept.clone()]), Value::from_serializable(&vec![&View { title: "a", count: 2 }]));
        assert_eq!(kept, Kept::new(View { title: "a", count: 2 }));
    }
}
