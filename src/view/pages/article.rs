//! An article's view.

use super::annotations::has_annotations;
use super::entity::{card_of, name_link};
use super::notes::notes;
use super::page::{alternates, here, home, page_view};
use super::passage::at_words;
use crate::config::Language;
use crate::glossary::LanguageKey;
use crate::link::address::annotations;
use crate::link::fallback::stand_in;
use crate::link::query::{self, card, mentioned, translations};
use crate::link::{ListKey, ListKind, ReadAlso, ReadAlsoTarget, Sentence};
use crate::parse::document::Document;
use crate::parse::front::Front;
use crate::parse::query::{address as address_of, config, document, front as front_of};
use crate::source::{Db, Source};
use crate::text::slug::slug;
use crate::text::words;
use crate::view::article::{
    ArticleView, BacklinkView, CorrectionView, CoverView, HeadingView, OriginalView, ReadAlsoView, SeriesView, SourceView, UntranslatedView,
};
use crate::view::card::{badge, card_on, correction_kind, genre, list_link, section_link};
use crate::view::common::{AlternateView, LinkView, PageView};
use crate::view::entity::CountedEntityView;
use crate::view::feed::FeedOf;
use crate::view::html::{Place, Writer, sentence};
use crate::view::locale::{locale, own_name};
use crate::view::structured;
use crate::view::texts::texts;
use crate::view::{picture, social, urls};

/// Words that a reader takes in a minute; for texts without spaces, characters count as half a word.
const WORDS_A_MINUTE: usize = 220;

/// An article's page: its head, and the article.
pub fn article(db: &dyn Db, source: Source) -> (PageView, ArticleView) {
    article_for(db, source, urls::page_language(db, source))
}

/// An article's page for the readers of a language: its own, or the one that stands in for a translation.
pub fn article_for(db: &dyn Db, source: Source, key: LanguageKey) -> (PageView, ArticleView) {
    let view = article_view(db, source, key);
    let mut page = head(db, source, key);
    page.structured = structured::article(db, source, &page, &view);
    if stands_in(db, source, key) {
        // The text has one address, to which search engines and networks are sent.
        page.url = urls::href(db, &urls::article_for(db, source, key));
        page.alternates.clear();
        page.annotations.clear();
    }
    (page, view)
}

/// Whether a page for the readers of a language stands in for a translation.
fn stands_in(db: &dyn Db, source: Source, key: LanguageKey) -> bool {
    key != urls::page_language(db, source)
}

fn head(db: &dyn Db, source: Source, key: LanguageKey) -> PageView {
    let (card, address, front) = (card(db, source), address_of(db, source), &document(db, source).value.front);
    let mut page = page_view(db, key, "article", &address.url);
    page.title = card.title.clone();
    page.description = card.description.clone();
    page.published = card.date.map(|date| date.rfc3339()).unwrap_or_default();
    page.modified = modified(front).or(card.date).map(|date| date.rfc3339()).unwrap_or_default();
    page.badge = badge(card.hidden);
    if let Some(section) = section_link(db, key.language(db), &card.section) {
        let list = ListKey::new(db, key.language(db).clone(), ListKind::Section(card.section.clone()));
        page.feeds.extend(FeedOf::List(list).links(db));
        page.section.clone_from(&section.url);
        page.breadcrumbs.push(LinkView::clone(&section));
    }
    page.breadcrumbs.push(here(&card.title));
    let versions: Vec<_> =
        translations(db, source).iter().map(|version| address_of(db, *version)).map(|a| (a.language.clone(), a.url.clone())).collect();
    page.alternates = alternates(db, &versions, &card.language);
    page.stand_ins = stand_ins(db, source, key);
    if has_annotations(db, source) {
        page.annotations = urls::href(db, &annotations(&address.url));
    }
    if let Some(cover) = &front.cover {
        let (image, cuts) = picture::social(db, source, (&cover.src.value, &cover.alt));
        page.images = cuts;
        page.image = Some(image);
    } else if let Some(url) = social::article_url(db, source) {
        page.image = Some(social::view(db, &url, &card.title));
    }
    page
}

/// The whole address of an article's cover picture; empty for one without.
pub fn image(db: &dyn Db, source: Source) -> String {
    let cover = front_of(db, source).cover.as_ref();
    cover.map(|cover| picture::social(db, source, (&cover.src.value, &cover.alt)).0.url).unwrap_or_default()
}

/// When an article was last changed in substance: stated, or by its last correction.
pub fn modified(front: &Front) -> Option<crate::parse::front::Moment> {
    front.corrections.iter().map(|correction| correction.date).chain(front.updated).max()
}

fn article_view(db: &dyn Db, source: Source, key: LanguageKey) -> ArticleView {
    let document = &document(db, source).value;
    let (front, dates, texts) = (&document.front, locale(db, key), texts(db, key));
    let (card, edition) = (card(db, source), key.language(db));
    let mut writer = Writer::new(db, source, texts, Place::Page).read_in(key);
    let content = writer.body();
    let words = word_count(document);
    ArticleView {
        title: card.title.clone(),
        description: card.description.clone(),
        url: urls::href(db, &urls::article_for(db, source, key)),
        date: card.date.map(|date| dates.date(date)),
        updated: modified(front).filter(|moment| Some(*moment) > card.date).map(|moment| dates.date(moment)),
        genre: genre(card.genre),
        language: card.language.tag().to_owned(),
        direction: locale(db, LanguageKey::new(db, card.language.clone())).direction(),
        section: section_link(db, edition, &card.section),
        authors: card.authors.iter().map(|author| list_link(db, edition, ListKind::Author(slug(author)))).collect(),
        tags: card.tags.iter().map(|tag| list_link(db, edition, ListKind::Tag(slug(tag)))).collect(),
        creators: front.authors.iter().filter_map(|name| config(db).value.authors.get(name)?.fediverse.clone()).collect(),
        reading_minutes: words.div_ceil(WORDS_A_MINUTE).max(1),
        words,
        cover: front.cover.as_ref().map(|cover| CoverView {
            picture: picture::view(db, source, (&cover.src.value, urls::base_path(db))),
            alt: cover.alt.clone(),
            caption: cover.caption.clone(),
            credit: cover.credit.clone(),
            license: cover.license.clone(),
            copyright: cover.copyright.clone(),
        }),
        content,
        contents: contents(document),
        entities: mentioned(db, source)
            .iter()
            .filter_map(|(entity, count)| Some(CountedEntityView { card: card_of(db, *entity, key, card.date)?, count: *count }))
            .collect(),
        read_also: read_also(db, source, key),
        backlinks: backlinks(db, source, key),
        corrections: corrections(db, front, key),
        backstory: front.backstory.clone(),
        sources: sources(db, front, key),
        notes: notes(db, source, &mut writer, key),
        series: series(db, source, key),
        untranslated: untranslated(db, source, key),
        original: original(db, source, key),
        extra: serde_json::from_str(&front.extra).unwrap_or_default(),
    }
}

/// Words of the body and its notes.
fn word_count(document: &Document) -> usize {
    document.plain.split_once('\n').map_or(0, |(_, body)| words::count(body))
}

fn contents(document: &Document) -> Vec<HeadingView> {
    let shown = document.headings.iter().filter(|heading| heading.level <= 3 && heading.block.is_some());
    shown
        .map(|heading| HeadingView { level: heading.level.max(2), id: heading.id.clone(), text: document.words(heading.text).to_owned() })
        .collect()
}

fn read_also(db: &dyn Db, source: Source, key: LanguageKey) -> Vec<ReadAlsoView> {
    let items = query::read_also(db, source);
    let shared = query::shared_words(db, source, items.iter().map(|item| &item.shared));
    std::iter::zip(items, shared).map(|item| read_also_item(db, item, (source, key))).collect()
}

fn read_also_item(db: &dyn Db, (item, shared): (&ReadAlso, Vec<String>), (from, key): (Source, LanguageKey)) -> ReadAlsoView {
    let empty = ReadAlsoView { title: String::new(), url: String::new(), outside: false, computed: item.computed, shared, card: None };
    match &item.target {
        ReadAlsoTarget::Article(source) => {
            let own = !stands_in(db, from, key);
            let version = if own { *source } else { query::version_for(db, *source, key.language(db)) };
            let card = card_on(db, version, key);
            ReadAlsoView { title: card.title.clone(), url: card.url.clone(), card: Some(card), ..empty }
        }
        ReadAlsoTarget::Outside { title, url } => ReadAlsoView { title: title.clone(), url: url.clone(), outside: true, ..empty },
        ReadAlsoTarget::Unresolved { title } => ReadAlsoView { title: title.clone(), ..empty },
    }
}

fn backlinks(db: &dyn Db, source: Source, key: LanguageKey) -> Vec<BacklinkView> {
    let corrected = card(db, source).corrected.is_some();
    let view = |from: &Source| {
        let found = query::reference_sentence(db, *from, source).as_ref();
        let card = card_on(db, *from, key);
        // Behind the reference and the letters that join it, its page has the article's marks, not what follows in the text.
        let marked = corrected || urls::language_of(db, *from) != urls::language_of(db, source);
        let joined = |after: &str| after.chars().take_while(|sign| sign.is_alphanumeric() || matches!(sign, '\'' | '’')).collect();
        let place = found.filter(|_| marked).map(|found| Sentence { after: joined(&found.after), ..found.clone() });
        BacklinkView { url: at_words(&card.url, place.as_ref().or(found)), sentence: found.map(sentence).unwrap_or_default(), card }
    };
    query::backlinks(db, source).iter().map(view).collect()
}

fn corrections(db: &dyn Db, front: &Front, key: LanguageKey) -> Vec<CorrectionView> {
    let locale = locale(db, key);
    let mut items: Vec<_> = front
        .corrections
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let view = CorrectionView {
                date: locale.date(item.date),
                kind: correction_kind(item.kind),
                text: item.text.clone(),
                id: correction_id(index),
            };
            (item.date, view)
        })
        .collect();
    items.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
    items.into_iter().map(|(_, view)| view).collect()
}

/// The id of a correction on its article's page, by its place in the front matter, which only grows.
pub fn correction_id(index: usize) -> String {
    format!("correction-{}", index + 1)
}

fn sources(db: &dyn Db, front: &Front, key: LanguageKey) -> Vec<SourceView> {
    let locale = locale(db, key);
    let view = |item: &crate::parse::front::SourceItem| SourceView {
        title: item.title.clone(),
        url: item.url.clone().unwrap_or_default(),
        publisher: item.publisher.clone(),
        date: item.date.map(|date| locale.date(date)),
        archived_url: item.archived_url.clone().unwrap_or_default(),
    };
    front.sources.iter().map(view).collect()
}

fn series(db: &dyn Db, source: Source, key: LanguageKey) -> Option<SeriesView> {
    let parts = parts(db, source, key)?;
    let card = |part: Option<Source>| part.map(|part| card_on(db, part, key));
    Some(SeriesView {
        link: list_link(db, key.language(db), parts.series),
        previous: card(parts.previous),
        next: card(parts.next),
        number: parts.number,
        count: parts.count,
    })
}

/// An article in its series.
pub struct Parts {
    series: ListKind,
    /// The part before it.
    pub previous: Option<Source>,
    /// The part after it.
    pub next: Option<Source>,
    number: usize,
    count: usize,
}

/// The place of an article in its series, in the order of time; none without a series.
pub fn parts(db: &dyn Db, source: Source, key: LanguageKey) -> Option<Parts> {
    let series = ListKind::Series(slug(document(db, source).value.front.series.as_deref()?));
    let newest_first = query::list(db, ListKey::new(db, key.language(db).clone(), series.clone()));
    let at = newest_first.iter().position(|part| *part == source)?;
    Some(Parts {
        series,
        previous: newest_first.get(at + 1).copied(),
        next: at.checked_sub(1).and_then(|at| newest_first.get(at)).copied(),
        number: newest_first.len() - at,
        count: newest_first.len(),
    })
}

/// For each language that the site has pages in and this article is not translated to, what its readers are told: on the
/// article's own page, or on the one that stands in for the translation.
fn untranslated(db: &dyn Db, source: Source, page: LanguageKey) -> Vec<UntranslatedView> {
    let has: Vec<_> = translations(db, source).iter().map(|version| urls::page_language(db, *version).language(db)).collect();
    let shown = crate::view::edition::shown_languages(db).iter();
    let view = |language: &Language| {
        let key = LanguageKey::new(db, language.clone());
        UntranslatedView {
            language: language.tag().to_owned(),
            direction: locale(db, key).direction(),
            text: texts(db, key).get("article.untranslated").to_owned(),
            home: home(db, key),
        }
    };
    if stands_in(db, source, page) {
        return vec![view(page.language(db))];
    }
    let is_missing = |language: &&Language| !has.contains(language) && *language != urls::language_of(db, source);
    // Readers of a language that has a page for them find it among the languages.
    let is_left = |language: &&Language| stand_in(db, source, LanguageKey::new(db, (*language).clone())).is_none();
    shown.filter(is_missing).filter(is_left).map(view).collect()
}

/// Where the menu of languages leads besides translations: to pages that stand in for them, and from such a page to the article's own.
fn stand_ins(db: &dyn Db, source: Source, page: LanguageKey) -> Vec<AlternateView> {
    let view = |url: &str, key: LanguageKey| AlternateView {
        language: key.language(db).tag().to_owned(),
        name: own_name(key.language(db)).to_owned(),
        url: urls::absolute(db, url),
        path: urls::href(db, url),
        current: key == page,
    };
    let others = crate::view::edition::shown_languages(db).iter().map(|language| LanguageKey::new(db, language.clone()));
    let mut views: Vec<_> = others.filter_map(|key| Some(view(stand_in(db, source, key)?, key))).collect();
    if stands_in(db, source, page) {
        views.extend(translations(db, source).iter().map(|version| view(&card(db, *version).url, urls::page_language(db, *version))));
    }
    views
}

/// The article that a page shows in place of a translation.
fn original(db: &dyn Db, source: Source, page: LanguageKey) -> Option<OriginalView> {
    let (card, key) = (card(db, source), LanguageKey::new(db, urls::language_of(db, source).clone()));
    stands_in(db, source, page).then(|| OriginalView {
        url: urls::href(db, &card.url),
        language: card.language.tag().to_owned(),
        direction: locale(db, key).direction(),
        name: own_name(&card.language).to_owned(),
    })
}

/// A person or thing that a note names: `@id` of an entity, or a name.
pub fn who(db: &dyn Db, name: &str, key: LanguageKey) -> LinkView {
    name.strip_prefix('@').and_then(|id| name_link(db, id, key)).unwrap_or_else(|| LinkView {
        title: name.trim_start_matches('@').to_owned(),
        url: String::new(),
        current: false,
    })
}
