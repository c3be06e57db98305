//! Bulgarian: no cases, but an article at the end of the first word, and vocatives. After the «Официален правописен речник
//! на българския език» (2012), article and plural.

use super::declension::{A, F, Grammar, M, N, P, Row};

pub(super) const GRAMMAR: Grammar =
    Grammar { rows: ROWS, acronyms: &[], relational: RELATIONAL, possessors: &[], possessive: "", first_only: true };

/// Suffixes of relational adjectives, without their endings.
const RELATIONAL: &[&str] = &["ск", "шк", "чк", "цк"];

/// The columns are forms of one word here, not cases: articles, then the plural and its article, then the vocative.
const ROWS: &[Row] = &[
    Row(M, "бвгдзжклмнпрстфхцчшщ", "", "а ът ове|и овете|ите - е"),
    Row(M, "рлнтч", "", "я ят и ите"),
    Row(M, "", "й", "я ят и|еве ите|евете"),
    Row(M, "", "к", "ка кът ци|кове ците|ковете ка ко"),
    Row(M, "", "ец", "еца|еца ецът ци ците"),
    Row(M, "", "ър", "ъра|ра ърът|рът ри рите ра"),
    Row(F, "", "а", "ата и ите - о"),
    Row(F, "", "я", "ята и ите"),
    Row(F, "", "ост", "остта ости остите"),
    Row(F, "стщч", "", "та и ите"),
    Row(N, "", "о", "ото а ата"),
    Row(N, "", "е", "ето я|та|ета ята|тата|етата"),
    Row(N, "", "ие", "ието ия ията"),
    Row(P, "", "и", "ите"),
    Row(P, "", "а", "ата"),
    Row(P, "", "е", "ете"),
    Row(A | M, "", "и", "ия ият"),
    Row(A | M, "", "ен", "ния ният"),
    Row(A | M, "внрт", "", "ия ият"),
];
