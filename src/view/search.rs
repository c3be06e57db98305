//! The search page, and what each page of the site is found by.

use std::collections::BTreeMap;

use serde::Serialize;

/// The search page: `search`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchView {
    /// The address of the folder of the index, with a slash at its end.
    pub index: String,
    /// The address that those of the index begin at: the site's root.
    pub root: String,
    /// How many pages were found, for each plural category of the language; `{n}` stands for the number.
    pub counts: Vec<CountText>,
    /// By what results may be narrowed: the key in the index, and its words.
    pub filters: Vec<FilterView>,
}

/// A text for a plural category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountText {
    /// CLDR's: `one`, `few`, `many`, `other`, …
    pub category: String,
    /// The text.
    pub text: String,
}

/// Something that results may be narrowed by.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FilterView {
    /// Its key in the index.
    pub key: &'static str,
    /// Its words.
    pub label: String,
}

/// What a page is found by.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchRecord {
    /// Its address from the root of the site.
    pub url: String,
    /// The tag of the language of the page around it, whose readers find it.
    pub language: String,
    /// Its words, from which excerpts are cut.
    pub text: String,
    /// What a result shows, and more words by which the page is found but which it does not have: `forms`.
    pub meta: BTreeMap<String, String>,
    /// What results are narrowed by.
    pub filters: BTreeMap<String, Vec<String>>,
    /// What results are sorted by: `date`.
    pub sort: BTreeMap<String, String>,
}
