//! What stands behind a link to another article: the language that its reader will meet, and that it was put right.
//! Corrections travel along references.

use super::Writer;
use crate::config::Language;
use crate::glossary::LanguageKey;
use crate::link::Card;
use crate::view::locale::{locale, own_name};
use crate::view::urls;

impl Writer<'_> {
    /// Whether an article is in another language than its readers expect: this document's, and where that stands in for a
    /// translation, their own.
    pub(super) fn is_foreign(&self, card: &Card) -> bool {
        let readers = self.stands_in() && card.language == *self.reader.language(self.db);
        card.language != *urls::language_of(self.db, self.source) && !readers
    }

    /// ` lang="uk"`, and `dir` where that differs, for an element with words of an article in another language than this document's.
    pub(super) fn language(&mut self, card: &Card) {
        let (own, theirs) = (urls::language_of(self.db, self.source), &card.language);
        if own != theirs {
            self.attribute("lang", theirs.tag());
            let direction = |language: &Language| locale(self.db, LanguageKey::new(self.db, language.clone())).direction();
            if direction(own) != direction(theirs) {
                self.attribute("dir", direction(theirs));
            }
        }
    }

    /// The marks of an article, behind a link to it: ` (Українська) (corrected on 20 June 2024)`.
    pub(super) fn marks(&mut self, card: &Card) {
        if self.is_foreign(card) {
            self.out.push_str(" <small class=\"language-mark\"");
            self.language(card);
            self.out.push_str(">(");
            self.text(own_name(&card.language));
            self.out.push_str(")</small>");
        }
        if let Some((kind, moment)) = card.corrected {
            let mark = urls::corrected_mark(self.db, self.reader, kind, moment);
            self.out.push_str(" <small class=\"corrected-mark\">(");
            self.text(&mark);
            self.out.push_str(")</small>");
        }
    }
}
