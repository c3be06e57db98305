//! Invariant 3 and 7: which queries run after an edit.
