//! The site that an archive comes to: what stands in it already, and where a new page can stand.

use std::collections::{BTreeMap, BTreeSet};

use super::super::site::OpenSite;
use super::archive::Front;
use crate::config::Config;
use crate::glossary::query as glossary;
use crate::parse::place;
use crate::parse::query::{address, config, front, settings};
use crate::parse::settings::Settings;
use crate::text::path::SitePath;
use crate::text::percent;
use crate::text::slug::slug;

/// The longest name of a file, in bytes, with room for an ending and a number: most disks take 255.
const NAME: usize = 180;

/// Where a page of the archive stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    /// Nowhere yet; it can be written here.
    New(String),
    /// It is here already, or another file is: nothing is written over it.
    Known(String),
}

impl Spot {
    /// The path in the site.
    pub(super) fn path(&self) -> &str {
        match self {
            Spot::New(path) | Spot::Known(path) => path,
        }
    }
}

/// What stands in the site.
pub(super) struct Ground {
    pub(super) config: Config,
    settings: Settings,
    /// Paths of pages by what an import knew them by.
    imported: BTreeMap<String, String>,
    /// Paths of the site's files in small letters: many disks tell no case.
    there: BTreeSet<String>,
    /// The same of what this import adds.
    added: BTreeSet<String>,
    /// Pages of the archive that the site has under a path where no import made them.
    pub(super) foreign: Vec<String>,
    /// Ids of the glossary's entities.
    entities: BTreeSet<String>,
    /// How sections, tags and authors are written, by kind and slug: lists of one address must be written alike.
    spelled: BTreeMap<(&'static str, String), String>,
}

impl Ground {
    /// Looks at a site.
    pub(super) fn new(open: &OpenSite) -> Self {
        let db = open.db();
        let mut ground = Self {
            config: config(db).value.clone(),
            settings: settings(db).clone(),
            imported: BTreeMap::new(),
            there: open.workspace.paths().map(|path| path.as_str().to_lowercase()).collect(),
            added: BTreeSet::new(),
            foreign: vec![],
            entities: glossary::keys(db).iter().map(|key| key.id(db).to_string()).collect(),
            spelled: BTreeMap::new(),
        };
        for page in db.site().pages(db) {
            let own = front(db, *page);
            let extra: serde_json::Value = serde_json::from_str(&own.extra).unwrap_or_default();
            if let Some(identity) = extra.get("imported").and_then(serde_json::Value::as_str) {
                ground.imported.insert(identity.to_owned(), page.path(db).as_str().to_owned());
            }
            let section = address(db, *page).section.clone();
            own.tags.iter().for_each(|tag| drop(ground.spell("tag", tag)));
            own.authors.iter().for_each(|author| drop(ground.spell("author", author)));
            ground.spell("section", &section);
        }
        ground
    }

    /// Where a page stands that would be at `wanted`, a path of the site as [`Ground::path_at`] gives it.
    pub(super) fn page(&mut self, identity: &str, wanted: &str) -> Spot {
        if let Some(path) = self.imported.get(identity) {
            return Spot::Known(path.clone());
        }
        // What another import has put there is another page.
        let of_another = |path: &str| self.imported.values().any(|known| known.eq_ignore_ascii_case(path));
        if self.there.contains(&wanted.to_lowercase()) && !of_another(wanted) {
            self.foreign.push(wanted.to_owned());
            return Spot::Known(wanted.to_owned());
        }
        let (stem, ending) = wanted.split_once(".md").map_or((wanted, ""), |(stem, _)| (stem, ".md"));
        let numbered = (2..).map(|number| format!("{stem}-{number}{ending}"));
        let mut free = std::iter::once(wanted.to_owned()).chain(numbered);
        let is_free = |path: &String| !self.added.contains(&path.to_lowercase()) && !self.there.contains(&path.to_lowercase());
        let path = free.find(is_free).unwrap_or_else(|| wanted.to_owned());
        self.added.insert(path.to_lowercase());
        Spot::New(path)
    }

    /// The path of a page that is to stand at an address, from `/`: its folders and its name, each made sound. `None` for the
    /// home page.
    pub(super) fn path_at(&self, address: &str) -> Option<String> {
        let address = address.split(['?', '#']).next().unwrap_or_default();
        let decoded = percent::decode(address);
        let mut parts: Vec<String> = decoded.split('/').filter(|part| !matches!(*part, "" | "." | "..")).map(str::to_owned).collect();
        let mut last = parts.pop()?;
        for ending in [".html", ".htm", ".php", ".aspx", ".md"] {
            last = last.strip_suffix(ending).map(str::to_owned).unwrap_or(last);
        }
        if matches!(last.as_str(), "index" | "_index") {
            last = parts.pop()?;
        }
        let mut parts: Vec<String> = parts.iter().chain([&last]).map(|part| segment(part)).collect();
        if let Some(first) = parts.first_mut().filter(|_| self.in_glossary(&decoded)) {
            first.push_str("-articles");
        }
        Some(format!("content/{}.md", parts.join("/")))
    }

    /// Whether an address is below the glossary's folder, where files are entities.
    pub(super) fn in_glossary(&self, address: &str) -> bool {
        let folder = self.config.glossary.folder.trim_matches('/');
        let path = address.trim_start_matches('/');
        !folder.is_empty() && path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The address of the page at a path, with this front matter.
    pub(super) fn address(&self, path: &str, front: &Front) -> String {
        let spanned = |value: &Option<String>| value.clone().map(|value| crate::text::node::Spanned { value, ..Default::default() });
        let front = crate::parse::front::Front { slug: spanned(&front.slug), url: spanned(&front.url), ..Default::default() };
        place::address(&SitePath::new(path), &front, &self.settings).url
    }

    /// Adds an old address to front matter, unless it is the page's own or says nothing.
    pub(super) fn old_address(&self, path: &str, front: &mut Front, old: &str) {
        let old = percent::decode(old.split(['?', '#']).next().unwrap_or_default());
        let plain = |address: &str| percent::decode(address).trim_matches('/').to_lowercase();
        let (own, bare) = (plain(&self.address(path, front)), plain(&old));
        let known = front.aliases.iter().any(|alias| plain(alias) == bare);
        if !bare.is_empty() && bare != own && !known && !old.contains(wrong_in_address) && !old.split('/').any(|part| part == "..") {
            front.aliases.push(format!("/{}", old.trim_start_matches('/')));
        }
    }

    /// Whether the glossary has an entity.
    pub(super) fn has_entity(&self, id: &str) -> bool {
        self.entities.contains(id)
    }

    /// Whether the site has a language.
    pub(super) fn has_language(&self, tag: &str) -> bool {
        self.settings.language(tag).is_some()
    }

    /// Writes sections, tags and authors as the site, or an earlier page of the archive, does.
    pub(super) fn spell_all(&mut self, path: &str, front: &mut Front) {
        front.tags = unique(front.tags.iter().map(|tag| self.spell("tag", tag)).collect());
        front.authors = unique(front.authors.iter().map(|author| self.spell("author", author)).collect());
        let folder = place::address(&SitePath::new(path), &crate::parse::front::Front::default(), &self.settings).section;
        let section = front.section.take().unwrap_or_else(|| folder.clone());
        let spelled = self.spell("section", &section);
        front.section = (spelled != folder && !spelled.is_empty()).then_some(spelled);
    }

    fn spell(&mut self, kind: &'static str, words: &str) -> String {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            return words;
        }
        self.spelled.entry((kind, slug(&words))).or_insert(words).clone()
    }
}

fn unique(list: Vec<String>) -> Vec<String> {
    let mut kept = Vec::new();
    for item in list {
        if !item.is_empty() && !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}

/// What an address of front matter cannot hold.
fn wrong_in_address(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || "?#\\<>\"|*:".contains(letter)
}

/// A part of an address as the name of a file or folder: as it is where it is sound, so that the address stays; else its slug.
pub(super) fn segment(part: &str) -> String {
    let hidden = part.starts_with(['.', '-', '_', '#']) || part.ends_with(['~', '.', '#']);
    let sound = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '+' | '’' | '\u{300}'..='\u{36f}');
    if !part.is_empty() && !hidden && part.len() <= NAME && part.chars().all(sound) {
        return part.to_owned();
    }
    let mut made = slug(part);
    made.truncate(NAME);
    made.trim_matches('-').to_owned()
}

/// The name of a file that is copied, as one part of a path; `None` for what would lead elsewhere or be hidden.
pub(super) fn file_name(part: &str) -> Option<&str> {
    let wrong = |letter: char| letter.is_control() || "/\\<>\"|*:?".contains(letter);
    let sound = !part.is_empty() && part.len() <= 255 && !part.starts_with('.') && !part.ends_with('~') && !part.contains(wrong);
    sound.then_some(part)
}

/// A path of files below a folder, each part sound; `None` where one leads elsewhere.
pub(super) fn file_path(path: &str) -> Option<String> {
    let parts: Option<Vec<&str>> = path.split('/').filter(|part| !part.is_empty() && *part != ".").map(file_name).collect();
    parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
}

/// The way from one page of the site to another file of it, as a link in Markdown: `../06/a-visit.md`.
pub(super) fn relative(from: &str, to: &str) -> String {
    let folder: Vec<&str> = from.split('/').collect();
    let folder = folder.split_last().map_or(&[][..], |(_, folders)| folders);
    let target: Vec<&str> = to.split('/').collect();
    let shared = folder.iter().zip(&target).take_while(|(a, b)| a == b).count().min(target.len().saturating_sub(1));
    let up = "../".repeat(folder.len() - shared);
    let path = format!("{up}{}", target.get(shared..).unwrap_or_default().join("/"));
    path.replace('%', "%25").replace(' ', "%20").replace('(', "%28").replace(')', "%29")
}

#[cfg(test)]
mod tests {
    use super::{file_path, relative, segment};

    #[test]
    fn names_stay_inside() {
        assert_eq!(segment("візит-2"), "візит-2");
        assert_eq!(segment("../../etc"), "etc");
        assert_eq!(segment(".."), segment(".."));
        assert!(!segment("..").contains('.'));
        assert_eq!(segment("a.uk"), "a-uk");
        assert_eq!(file_path("2024/06/a b.jpg").as_deref(), Some("2024/06/a b.jpg"));
        assert_eq!(file_path("2024/../../a.jpg"), None);
        assert_eq!(file_path("a/.git/config"), None);
        assert_eq!(file_path("c:\\a.jpg"), None);
    }

    #[test]
    fn ways_between_files() {
        assert_eq!(relative("content/2024/06/a.md", "content/2024/06/b.md"), "b.md");
        assert_eq!(relative("content/2024/06/a.md", "content/about.md"), "../../about.md");
        assert_eq!(relative("content/a.md", "content/a/b.md"), "a/b.md");
        assert_eq!(relative("content/a b/c.md", "content/d e.md"), "../d%20e.md");
    }
}
