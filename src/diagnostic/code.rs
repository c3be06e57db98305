//! Every kind of finding, with its name, its severity and its explanation (`gloss explain CODE`).

use super::Severity;

/// Declares the codes: the doc comment is the explanation that `gloss explain` prints.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
        /// What kind of finding it is. The name is stable: sites refer to it in `findings:`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// All codes, in the order of the manual.
            pub const ALL: &[Code] = &[$(Code::$variant,)+];

            /// The name that is printed and used in `findings:`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }

            /// The severity where the site's file says nothing.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)+ }
            }

            /// What it means, why it matters and how to mend it; Markdown.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc, "\n",)+),)+ }
            }
        }
    };
}

codes! {
    /// The YAML or TOML cannot be read.
    ///
    /// Often a value with a colon in it wants quotes: `title: "Kyiv: what we know"`.
    Syntax = "syntax", Error;
    /// The key is not one that Glossator knows at this place.
    ///
    /// Free keys belong under `extra:`, where templates can read them.
    UnknownKey = "unknown-key", Error;
    /// A key that is needed is not there.
    MissingKey = "missing-key", Error;
    /// The value is of another type or shape than the key takes.
    WrongType = "wrong-type", Error;
    /// The value is not one of those that the key takes.
    UnknownValue = "unknown-value", Error;
    /// The date is not ISO 8601, or no such day exists.
    ///
    /// Write `2024-06-19`, `2024-06-19T14:20` or `2024-06-19T14:20:00+03:00`.
    BadDate = "bad-date", Error;
    /// The file is not UTF-8 text.
    NotUtf8 = "not-utf8", Error;
    /// The file is larger than Glossator reads.
    TooLarge = "too-large", Error;
    /// The file cannot be read.
    Unreadable = "unreadable", Error;
    /// A link leads out of the site's folder; it is not followed.
    OutsideSite = "outside-site", Error;
    /// The front matter is opened by `---` or `+++` but never closed.
    UnclosedFrontMatter = "unclosed-front-matter", Error;
    /// The Markdown nests deeper than Glossator reads.
    TooDeep = "too-deep", Error;
    /// The site has no `gloss.yaml`.
    NoConfig = "no-config", Error;
    /// The file's name carries a language that the site does not list in `languages`.
    UnknownLanguage = "unknown-language", Error;
    /// A translation has no original beside it.
    OrphanTranslation = "orphan-translation", Warning;
    /// Two pages would be written to the same address.
    DuplicateUrl = "duplicate-url", Error;
    /// Two articles have the same slug, so that a reference by slug cannot tell them apart.
    DuplicateSlug = "duplicate-slug", Warning;
    /// Two articles have the same headline, so that a reference by headline cannot tell them apart.
    DuplicateTitle = "duplicate-title", Warning;
    /// The address or slug has characters that an address cannot have, or leads out of the site.
    BadUrl = "bad-url", Error;
    /// A redirect has the address of a page, or of another redirect.
    RedirectClash = "redirect-clash", Error;
    /// `expires_at` is not after `publish_at`, so that the page would never be shown.
    NeverPublished = "never-published", Warning;
    /// The note is not defined: `[^id]` has no `[^id]: …`.
    MissingNote = "missing-note", Error;
    /// The note is defined but nothing refers to it.
    UnusedNote = "unused-note", Warning;
    /// The note is defined twice; the first definition counts.
    DuplicateNote = "duplicate-note", Error;
    /// The note opens with a tag that is not a kind of annotation.
    UnknownNoteKind = "unknown-note-kind", Error;
    /// An annotated passage holds another annotated passage.
    ///
    /// A reader could not tell which of the two notes belongs to the words that both mark. Set one of them behind the words
    /// as an ordinary note: `the words[^id]`.
    NestedPassage = "nested-passage", Warning;
    /// The picture has no alternative text for readers who do not see it.
    MissingAlt = "missing-alt", Warning;
    /// The picture cannot be decoded, or is of a kind that Glossator does not know.
    ///
    /// It is left out of the output: what else its file holds, such as the place where it was taken, cannot be taken out of it.
    BadPicture = "bad-picture", Error;
    /// The picture has more pixels or bytes than Glossator decodes: 100 million pixels, 256 MiB.
    PictureTooLarge = "picture-too-large", Error;
    /// A font that `social_cards` names is none.
    BadFont = "bad-font", Error;
    /// Headlines have letters that no font of social cards has; such a card shows no headline.
    ///
    /// The built-in fonts have Latin, Cyrillic, Greek, Hebrew and Arabic. For other scripts put a font under `static/` and name it:
    /// `social_cards: {fonts: [static/fonts/NAME.ttf]}`. The fonts of the machine are not asked, so that the same card comes out everywhere.
    CardLetters = "card-letters", Note;
    /// The heading's id is used twice in the article.
    DuplicateId = "duplicate-id", Warning;
    /// No article matches the reference.
    UnresolvedReference = "unresolved-reference", Error;
    /// The reference fits more than one article.
    AmbiguousReference = "ambiguous-reference", Error;
    /// The article exists, but readers cannot see it: it is a draft, under embargo, or expired.
    UnpublishedReference = "unpublished-reference", Error;
    /// The article has no heading with that id.
    MissingHeading = "missing-heading", Error;
    /// Articles include each other in a circle.
    TransclusionCycle = "transclusion-cycle", Error;
    /// No entity has that id.
    UnknownEntity = "unknown-entity", Error;
    /// An address of another site leads nowhere, says `gloss check --external`.
    ///
    /// It does not answer, or says that nothing is there. Link to where it stands now, or to a copy in an archive; sources have
    /// `archived_url` for that.
    DeadLink = "dead-link", Warning;
    /// Whether an address of another site leads anywhere cannot be told: it does not show itself to programs.
    UntoldLink = "untold-link", Note;
    /// A file that the text points to does not exist.
    MissingFile = "missing-file", Error;
    /// A "Read also" headline matches no article of this site.
    ReadAlsoUnresolved = "read-also-unresolved", Warning;
    /// A "Read also" item names the article itself, or an article twice.
    ReadAlsoRedundant = "read-also-redundant", Warning;
    /// The alias belongs to several entities and nothing tells which is meant.
    AmbiguousMention = "ambiguous-mention", Warning;
    /// Two entities have the same id.
    DuplicateEntity = "duplicate-entity", Error;
    /// Dates of a role, or of a life, are in the wrong order.
    DateOrder = "date-order", Warning;
    /// A template cannot be read.
    TemplateSyntax = "template-syntax", Error;
    /// A template failed while a page was rendered.
    TemplateFailed = "template-failed", Error;
    /// The template that a page asks for does not exist.
    MissingTemplate = "missing-template", Error;
    /// A text of the user interface is not translated.
    MissingTranslation = "missing-translation", Warning;
    /// Something that readers must not see yet was found in the output.
    Leak = "leak", Error;
    /// The site asks for more than its host takes in a file of headers or redirects.
    ///
    /// What was left out costs readers little: files that could be kept for a year are asked for again, and old addresses
    /// lead on by the pages that stand there.
    HostLimit = "host-limit", Warning;
    /// The site that would be deployed has no article.
    ///
    /// Often the wrong folder, or a clock: articles may all be drafts, under embargo or expired.
    EmptySite = "empty-site", Error;
    /// The site that would be deployed has no home page, or no page for addresses that do not exist.
    MissingPage = "missing-page", Error;
    /// The target holds another site, or files that no deploy put there.
    ///
    /// A deploy removes what the site no longer has; at the wrong place it would remove what belongs to somebody else.
    ForeignTarget = "foreign-target", Error;
    /// The deploy would remove a large part of the live site: more than a quarter of its files, or more than 256.
    ManyDeletions = "many-deletions", Error;
    /// An address that readers may have kept would lead nowhere.
    ///
    /// Give the article that takes its place the old address under `aliases:`; a redirect is made there. Articles that
    /// are over by their own `expires_at` may go without a word.
    AddressGone = "address-gone", Error;
    /// The new release is live, but a hub or a search engine could not be told of it.
    ///
    /// Readers and robots find it by themselves, only later; the next deploy tells of its own changes.
    PingFailed = "ping-failed", Warning;
    /// A page of an imported archive was left out.
    ///
    /// It is in the trash, of a kind that this site has no counterpart for, or cannot be read; the message says which. Nothing of
    /// it is written; mend it in the archive and import again, or write it anew with `gloss new`.
    NotImported = "not-imported", Warning;
    /// Something in a page of an imported archive has no counterpart here.
    ///
    /// The page is there; the message says what became of that part of it. What stands between `<!-- not converted: … -->` in
    /// the text waits for an editor; readers do not see it.
    NotConverted = "not-converted", Warning;
    /// A file of an imported archive was not copied.
    ///
    /// It is not where the archive says, or its name cannot be one of this site's. A picture keeps its address at the old site.
    NotCopied = "not-copied", Warning;
    /// Somebody else is deploying to the target now, or has done so in the meantime.
    ///
    /// A deploy that was killed leaves its lock behind; after two minutes the lock counts no longer.
    TargetBusy = "target-busy", Error;
}
