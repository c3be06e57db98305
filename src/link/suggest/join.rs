//! Joins names that are the same: the forms of one name, capitals, plurals, longer runs, abbreviations, and parts of a name
//! with the whole.

use std::collections::{BTreeMap, BTreeSet};

use super::group::{As, Group, Groups, Place, case_forms, key};
use super::usage::{inflects, root};
use crate::config::Language;
use crate::text::fold;

/// Joins the groups that name the same.
pub(super) fn join(groups: &mut Groups, language: &Language) {
    join_capitals(groups, language);
    if language.primary() == "en" {
        join_plurals(groups, language);
    }
    drop_pairs(groups, language.primary());
    join_longer(groups, language);
    if inflects(language.primary()) {
        join_forms(groups, language);
    }
    join_shorts(groups, language);
    join_parts(groups, language);
}

/// `BAGHDAD` is `Baghdad`.
fn join_capitals(groups: &mut Groups, language: &Language) {
    let shouted: Vec<String> = groups.keys().filter(|key| key.chars().all(|c| !c.is_lowercase())).cloned().collect();
    for own in shouted {
        let plain = root(&fold::lowered(&own), language.primary());
        if groups.contains_key(&plain) && own.chars().nth(3).is_some() {
            move_into(groups, (&own, &plain), (As::Form, language));
        }
    }
}

/// What the stems of a language leave apart, though the tables of its cases know better.
fn join_forms(groups: &mut Groups, language: &Language) {
    let mut by_count: Vec<(usize, String)> = groups.iter().map(|(key, group)| (group.places.len(), key.clone())).collect();
    by_count.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut owner: BTreeMap<String, String> = BTreeMap::new();
    for (key, group) in groups.iter() {
        owner.extend(group.forms.keys().map(|form| (form.clone(), key.clone())));
    }
    for (count, own) in by_count {
        let Some(name) = groups.get(&own).map(|group| group.name(language)) else { continue };
        let made = case_forms(&name, language);
        let others: BTreeSet<String> = made.iter().filter_map(|form| owner.get(form)).filter(|other| **other != own).cloned().collect();
        for other in others {
            // Where each could be a form of the other, the one that stands oftener is the name.
            let wins = groups
                .get(&other)
                .is_some_and(|group| group.places.len() <= count || !case_forms(&group.name(language), language).contains(&name));
            if wins {
                move_into(groups, (&other, &own), (As::Form, language));
            }
        }
    }
}

/// `Bush of Texas`, once: two names, where each stands by itself too.
fn drop_pairs(groups: &mut Groups, language: &str) {
    let apart = |form: &str| {
        let at = [" of ", " for ", " and "].iter().find_map(|word| Some((form.find(word)?, word.len())));
        at.and_then(|(at, length)| Some((form.get(..at)?.to_owned(), form.get(at + length..)?.trim_start_matches("the ").to_owned())))
    };
    let pair = |group: &Group| group.places.len() == 1 && group.shorts.is_empty();
    let pairs = groups.iter().filter(|(_, group)| pair(group)).filter(|(_, group)| {
        let parts = group.forms.keys().next().and_then(|form| apart(form));
        parts.is_some_and(|(left, right)| groups.contains_key(&key(&left, language)) && groups.contains_key(&key(&right, language)))
    });
    let pairs: Vec<String> = pairs.map(|(key, _)| key.clone()).collect();
    for pair in pairs {
        groups.remove(&pair);
    }
}

/// `Laureate Ada Lovelace` is `Ada Lovelace`, where that stands by itself at least as often. In an inflecting language the
/// first word of three may also be a name of its own in the genitive: `Джорджії Бред Раффенспергер`.
fn join_longer(groups: &mut Groups, language: &Language) {
    let long: Vec<String> = groups.keys().filter(|key| key.split(' ').nth(2).is_some()).rev().cloned().collect();
    for own in long {
        let Some((first, tail)) = own.split_once(' ') else { continue };
        let count = |key: &str| groups.get(key).map_or(0, |group| group.places.len());
        if count(tail) >= count(&own) && tail.contains(' ') {
            move_into(groups, (&own, tail), (As::Longer, language));
        } else if inflects(language.primary())
            && count(first) > count(&own)
            && let Some(group) = groups.remove(&own)
        {
            let rest = |form: String| form.split_once(' ').map(|(_, rest)| rest.to_owned()).unwrap_or(form);
            let forms = group.forms.into_iter().map(|(form, count)| (rest(form), count)).collect();
            let places = group.places.into_iter().map(Place::tail).collect();
            groups.entry(tail.to_owned()).or_default().join(Group { forms, places, ..group }, As::Form, language);
        }
    }
}

/// `World Cups` is `World Cup`, where both stand.
fn join_plurals(groups: &mut Groups, language: &Language) {
    let plurals: Vec<(String, String)> = groups
        .keys()
        .filter_map(|key| Some((key.clone(), key.strip_suffix('s').filter(|key| groups.contains_key(*key))?.to_owned())))
        .collect();
    for (plural, one) in plurals {
        move_into(groups, (&plural, &one), (As::Other, language));
    }
}

fn join_shorts(groups: &mut Groups, language: &Language) {
    let explained: Vec<(String, String)> =
        groups.iter().flat_map(|(key, group)| group.shorts.iter().map(|short| (short.clone(), key.clone()))).collect();
    for (short, full) in explained {
        if short != full {
            move_into(groups, (&short, &full), (As::Other, language));
        }
    }
}

/// A word that stands by itself where a longer name with it at one end stands too is that name, said shortly. Of several such
/// names, the one that shares most articles.
fn join_parts(groups: &mut Groups, language: &Language) {
    let articles = |group: &Group| group.places.iter().map(|place| place.article).collect::<BTreeSet<usize>>();
    let mut full: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for name in groups.keys() {
        // `Maliki` of `al-Maliki`, too.
        let parts = ends(name).into_iter().flat_map(|(first, last)| [first, last, last.trim_start_matches("al-")]);
        parts.for_each(|part| {
            full.entry(part.to_owned()).or_default().insert(name.clone());
        });
    }
    let parts: Vec<String> = groups.keys().filter(|key| ends(key).is_none()).cloned().collect();
    for part in parts {
        let Some((own, is_person)) = groups.get(&part).map(|group| (articles(group), group.person > 0)) else { continue };
        let surname = |name: &str| ends(name).is_some_and(|(_, last)| last.trim_start_matches("al-") == part);
        let names: Vec<(usize, bool, &Group, &String)> = full
            .get(&part)
            .into_iter()
            .flatten()
            .filter_map(|name| Some((groups.get(name)?, name)))
            .map(|(group, name)| (articles(group).intersection(&own).count(), surname(name), group, name))
            .collect();
        let best = names.iter().max_by(|a, b| (a.0, a.1, a.2.places.len(), b.3).cmp(&(b.0, b.1, b.2.places.len(), a.3)));
        // A person's surname that only one full name has is that person's in other articles too.
        let only = || is_person && matches!(names.as_slice(), [(_, true, group, _)] if group.person > 0);
        let best = best.filter(|(count, ..)| *count * 2 > own.len() || only()).map(|(.., name)| (*name).clone());
        if let Some(name) = best {
            move_into(groups, (&part, &name), (As::Other, language));
        }
    }
}

fn ends(name: &str) -> Option<(&str, &str)> {
    let (first, rest) = name.split_once(' ')?;
    Some((first, rest.rsplit(' ').next().unwrap_or(rest)))
}

fn move_into(groups: &mut Groups, (from, to): (&str, &str), (how, language): (As, &Language)) {
    if from == to || !groups.contains_key(to) {
        return;
    }
    let Some(moved) = groups.remove(from) else { return };
    if let Some(group) = groups.get_mut(to) {
        group.join(moved, how, language);
    }
}
