//! An entity's card as of a date, and its page.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::page::{here, page_view, part};
use super::passage::at_words;
use crate::config::Language;
use crate::glossary::entity::{Entity, EntityRole, PartialDate};
use crate::glossary::query::{self as glossary, entity};
use crate::glossary::{EntityKey, LanguageKey};
use crate::link::address;
use crate::link::query::{articles_mentioning, card, mention_sentence, mentioned, translations};
use crate::parse::front::Moment;
use crate::parse::query::config;
use crate::source::{Db, Source};
use crate::view::card::card_on;
use crate::view::common::{LinkView, PageView, PagerView};
use crate::view::entity::{CompanionView, EntityCardView, EntityMentionView, EntityView, FactView, RelationView, RoleView, YearView};
use crate::view::feed::FeedOf;
use crate::view::html::sentence;
use crate::view::kept::Kept;
use crate::view::locale::{Locale, foreign_tag, locale};
use crate::view::picture::{self, PictureView};
use crate::view::structured;
use crate::view::texts::{Texts, texts};
use crate::view::urls;

/// How many companions an entity's page names.
const COMPANIONS: usize = 8;

/// The day of the clock in the site's time zone, so that a tick of the clock changes nothing until midnight.
#[salsa::tracked(returns(copy))]
pub fn today(db: &dyn Db) -> jiff::civil::Date {
    config(db).value.timezone.to_datetime(db.concrete().site().now(db)).date()
}

/// What a card says of an entity's role, without its words: many days have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RoleState {
    /// Which of the entity's roles is in force.
    role: Option<usize>,
    /// Whether it has ended since.
    ended: bool,
}

/// An entity's card, true as of a date (of today, without one). The page that shows it says the date.
pub fn card_of(db: &dyn Db, key: EntityKey, language: LanguageKey, date: Option<Moment>) -> Option<Kept<EntityCardView>> {
    card_in(db, key, language, role_state(db, key, date)).clone()
}

/// The state of an entity's role on a date (today, without one).
pub fn role_state(db: &dyn Db, key: EntityKey, date: Option<Moment>) -> RoleState {
    let roles = entity(db, key).as_ref().map(|entity| entity.roles.as_slice()).unwrap_or_default();
    if roles.is_empty() {
        return RoleState { role: None, ended: false };
    }
    let role = role_on(roles, date.map_or_else(|| today(db), |moment| moment.day()));
    let ends = role.and_then(|role| roles.get(role)).and_then(|role| role.to);
    RoleState { role, ended: ends.is_some_and(|to| last_day(to) < today(db)) }
}

/// An entity's card in a state of its role.
#[salsa::tracked]
pub fn card_in(db: &dyn Db, key: EntityKey, language: LanguageKey, state: RoleState) -> Option<Kept<EntityCardView>> {
    let entity = entity(db, key).as_ref()?;
    let (locale, texts, tag) = (locale(db, language), texts(db, language), language.language(db));
    let role = state.role.and_then(|role| entity.roles.get(role));
    let local = entity.names.get(tag).map(|local| local.description.as_str()).filter(|text| !text.is_empty());
    Some(Kept::new(EntityCardView {
        id: entity.id.clone(),
        name: entity.name_in(tag).to_owned(),
        url: urls::href(db, &address::entity(&config(db).value, tag, &entity.id)),
        kind: entity.kind.clone(),
        kind_label: kind_label(db, &entity.kind, language),
        description: local.unwrap_or(&entity.description).to_owned(),
        description_language: local.map_or_else(|| foreign_tag(db, tag), |_| String::new()),
        role: role.map(|role| role_title(role, tag).to_owned()).unwrap_or_default(),
        role_language: role.map(|role| role_language(db, role, tag)).unwrap_or_default(),
        role_period: role.map(|role| period(role, locale, texts)).unwrap_or_default(),
        then: state.ended,
        entry: String::new(),
        image: entity.image.as_ref().map(|image| crate::view::article::CoverView {
            picture: portrait(db, key, &image.src.value),
            alt: image.alt.clone(),
            caption: String::new(),
            credit: image.credit.clone(),
            license: String::new(),
            copyright: String::new(),
        }),
    }))
}

/// An entity's name and page by its id, if there is one.
pub fn name_link(db: &dyn Db, id: &str, language: LanguageKey) -> Option<LinkView> {
    link_of(db, EntityKey::new(db, id), language)
}

/// A kind of entity in words.
pub fn kind_label(db: &dyn Db, kind: &str, language: LanguageKey) -> String {
    let tag = language.language(db);
    let own = config(db).value.kind_label(kind, tag);
    own.or_else(|| texts(db, language).find(&format!("kind.{kind}"))).unwrap_or(kind).to_owned()
}

/// How many pages an entity's mentions take.
pub fn entity_page_count(db: &dyn Db, key: EntityKey, language: LanguageKey) -> usize {
    articles_for(db, key, language).len().div_ceil(config(db).value.paginate.max(1)).max(1)
}

/// A page of an entity in a language: the first has all about it, each has some of the articles that mention it.
pub fn entity_page(db: &dyn Db, key: EntityKey, language: LanguageKey, number: usize) -> Option<(PageView, EntityView, PagerView)> {
    let entity = entity(db, key).as_ref()?;
    let view = entity_view(db, key, language, number)?;
    let (config, tag) = (&config(db).value, language.language(db));
    let url = |number| address::entity_page(config, tag, &entity.id, number);
    let mut page = page_view(db, language, "entity", &url(number));
    page.title = view.card.name.clone();
    page.description = view.card.description.clone();
    let glossary = LinkView {
        title: texts(db, language).get("nav.glossary").to_owned(),
        url: urls::href(db, &address::glossary(config, tag)),
        current: false,
    };
    page.breadcrumbs.extend([glossary, here(&view.card.name)]);
    let others = crate::view::edition::shown_languages(db).iter();
    let has_page = |tag: &&Language| number <= entity_page_count(db, key, LanguageKey::new(db, (*tag).clone()));
    let versions: Vec<_> =
        others.filter(has_page).map(|tag| (tag.clone(), address::entity_page(config, tag, &entity.id, number))).collect();
    page.alternates = super::page::alternates(db, &versions, tag);
    page.feeds.extend(FeedOf::Entity(key, language).links(db));
    page.structured = structured::entity(db, key, &page, &view);
    let count = entity_page_count(db, key, language);
    page.part = part(db, language, (number, count));
    let address = |number: usize| urls::href(db, &url(number));
    let pager = PagerView {
        number,
        count,
        newer: if number > 1 { address(number - 1) } else { String::new() },
        older: if number < count { address(number + 1) } else { String::new() },
        articles: articles_for(db, key, language).len(),
    };
    Some((page, view, pager))
}

fn entity_view(db: &dyn Db, key: EntityKey, language: LanguageKey, number: usize) -> Option<EntityView> {
    let articles = articles_for(db, key, language);
    let card = card_of(db, key, language, None)?;
    let per_page = config(db).value.paginate.max(1);
    let shown = articles.iter().skip((number - 1) * per_page).take(per_page);
    let mentions = shown.map(|article| mention(db, *article, key, language)).collect();
    // What else is known stands on the first page only.
    if number > 1 {
        return Some(EntityView { mentions, ..EntityView::of(card) });
    }
    let entity = entity(db, key).as_ref()?;
    let (locale, texts) = (locale(db, language), texts(db, language));
    let fact = |(name, date): (&String, &PartialDate)| FactView {
        label: texts.get(&format!("date.{name}")).to_owned(),
        text: locale.partial(*date),
    };
    Some(EntityView {
        aliases: other_names(entity, &card.name, language.language(db)),
        content: super::glossary::entity_body(db, key, language),
        roles: roles(db, entity, language),
        relations: relations(db, key, entity, language),
        dates: entity.dates.iter().map(fact).collect(),
        wikidata: entity.wikidata.as_ref().map(|item| format!("https://www.wikidata.org/wiki/{item}")).unwrap_or_default(),
        same_as: entity.same_as.clone(),
        mentions,
        companions: companions(db, key, articles, language),
        years: years(db, articles),
        feed: FeedOf::Entity(key, language).link(db),
        card,
    })
}

/// The articles that mention an entity, for readers of a language: of one that is translated, the version in it.
#[salsa::tracked]
pub fn articles_for(db: &dyn Db, key: EntityKey, language: LanguageKey) -> Vec<Source> {
    let tag = language.language(db);
    let is_theirs = |article: &Source| {
        let versions = translations(db, *article);
        versions.len() < 2
            || urls::language_of(db, *article) == tag
            || !versions.iter().any(|version| urls::language_of(db, *version) == tag)
    };
    articles_mentioning(db, key).iter().copied().filter(is_theirs).collect()
}

/// All names of an entity for readers of a language but the one that is shown, each once.
pub fn other_names(entity: &Entity, shown: &str, language: &Language) -> Vec<String> {
    let local = entity.names.get(language);
    let aliases = entity.aliases.iter().chain(local.iter().flat_map(|local| &local.aliases));
    let mut names: Vec<String> = Vec::new();
    for name in std::iter::once(&entity.name).chain(aliases.map(|alias| &alias.text)) {
        if name != shown && !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// What it was when, newest first.
fn roles(db: &dyn Db, entity: &Entity, language: LanguageKey) -> Vec<RoleView> {
    let (locale, texts, tag) = (locale(db, language), texts(db, language), language.language(db));
    let mut roles: Vec<&EntityRole> = entity.roles.iter().collect();
    roles.sort_by_key(|role| std::cmp::Reverse(role.from.map_or(jiff::civil::Date::MIN, first_day)));
    let view = |role: &EntityRole| RoleView {
        title: role_title(role, tag).to_owned(),
        language: role_language(db, role, tag),
        period: period(role, locale, texts),
        current: role.to.is_none_or(|to| last_day(to) >= today(db)),
    };
    roles.into_iter().map(view).collect()
}

fn mention(db: &dyn Db, article: Source, key: EntityKey, language: LanguageKey) -> EntityMentionView {
    let card = card_on(db, article, language);
    let found = mention_sentence(db, article, key);
    let url = at_words(&card.url, found);
    EntityMentionView { sentence: found.map(sentence).unwrap_or_default(), url, card }
}

fn relations(db: &dyn Db, key: EntityKey, entity: &Entity, language: LanguageKey) -> Vec<RelationView> {
    let texts = texts(db, language);
    let label = |name: &str, fallback: String| texts.find(name).map_or(fallback, str::to_owned);
    let own = entity.relations.iter().filter_map(|(name, other)| {
        let entity = name_link(db, &other.value, language)?;
        Some(RelationView { label: label(&format!("relation.{name}"), name.replace('_', " ")), entity })
    });
    let inverse = glossary::related_to(db, key).iter().filter_map(|(name, other)| {
        let entity = link_of(db, *other, language)?;
        Some(RelationView { label: label(&format!("relation.{name}.inverse"), format!("← {}", name.replace('_', " "))), entity })
    });
    own.chain(inverse).collect()
}

fn link_of(db: &dyn Db, key: EntityKey, language: LanguageKey) -> Option<LinkView> {
    let (found, tag) = (entity(db, key).as_ref()?, language.language(db));
    let url = urls::href(db, &address::entity(&config(db).value, tag, &found.id));
    Some(LinkView { title: found.name_in(tag).to_owned(), url, current: false })
}

fn companions(db: &dyn Db, key: EntityKey, articles: &[Source], language: LanguageKey) -> Vec<CompanionView> {
    let mut counts: FxHashMap<EntityKey, usize> = FxHashMap::default();
    for (other, _) in articles.iter().flat_map(|article| mentioned(db, *article)).filter(|(other, _)| *other != key) {
        *counts.entry(*other).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_unstable_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.id(db).cmp(b.id(db))));
    let links = counts.into_iter().filter_map(|(other, count)| Some(CompanionView { entity: link_of(db, other, language)?, count }));
    links.take(COMPANIONS).collect()
}

fn years(db: &dyn Db, articles: &[Source]) -> Vec<YearView> {
    let mut counts: BTreeMap<i16, usize> = BTreeMap::new();
    for year in articles.iter().filter_map(|article| card(db, *article).date).map(|date| date.day().year()) {
        *counts.entry(year).or_default() += 1;
    }
    let (Some(first), Some(last), Some(most)) = (counts.keys().next(), counts.keys().next_back(), counts.values().max()) else {
        return vec![];
    };
    let view = |year| {
        let count = counts.get(&year).copied().unwrap_or_default();
        YearView { year, count, percent: count * 100 / most.max(&1) }
    };
    (*first..=*last).map(view).collect()
}

/// The role in force on a day; of several, the one that began last.
fn role_on(roles: &[EntityRole], day: jiff::civil::Date) -> Option<usize> {
    let in_force = |role: &EntityRole| role.from.is_none_or(|from| first_day(from) <= day) && role.to.is_none_or(|to| day <= last_day(to));
    let began = |role: &EntityRole| role.from.map_or(jiff::civil::Date::MIN, first_day);
    let roles = roles.iter().enumerate().filter(|(_, role)| in_force(role));
    roles.max_by_key(|(_, role)| began(role)).map(|(index, _)| index)
}

fn role_title<'r>(role: &'r EntityRole, language: &Language) -> &'r str {
    role.titles.get(language).unwrap_or(&role.title)
}

/// The language of a role's words, if it is another than the reader's.
fn role_language(db: &dyn Db, role: &EntityRole, language: &Language) -> String {
    role.titles.get(language).map_or_else(|| foreign_tag(db, language), |_| String::new())
}

fn period(role: &EntityRole, locale: &Locale, texts: &Texts) -> String {
    match (role.from, role.to) {
        (Some(from), Some(to)) => texts.fill("role.period", "other", &[("from", &locale.partial(from)), ("to", &locale.partial(to))]),
        (Some(from), None) => texts.fill("role.since", "other", &[("from", &locale.bound(from))]),
        (None, Some(to)) => texts.fill("role.until", "other", &[("to", &locale.bound(to))]),
        (None, None) => String::new(),
    }
}

fn first_day(date: PartialDate) -> jiff::civil::Date {
    jiff::civil::Date::new(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)).unwrap_or_default()
}

fn last_day(date: PartialDate) -> jiff::civil::Date {
    let month = date.month.unwrap_or(12);
    let first = jiff::civil::Date::new(date.year, month, 1).unwrap_or_default();
    date.day.and_then(|day| jiff::civil::Date::new(date.year, month, day).ok()).unwrap_or_else(|| first.last_of_month())
}

/// An entity's picture: beside its file, under `static/`, or elsewhere.
fn portrait(db: &dyn Db, key: EntityKey, src: &str) -> PictureView {
    match glossary::defined_in(db, key) {
        Some(file) => picture::view(db, file, (src, urls::base_path(db))),
        None => PictureView { url: src.to_owned(), ..PictureView::default() },
    }
}
