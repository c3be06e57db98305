//! Tour.
