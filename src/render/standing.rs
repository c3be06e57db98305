//! Files at places that programs know: `robots.txt`, `trust.txt`, `security.txt`.

use super::sitemap_news;
use crate::config::site::Config;
use crate::config::standing::AiPolicy;
use crate::parse::query::config;
use crate::source::Db;
use crate::view::urls;

/// Where `trust.txt` stands: at the root, and where RFC 8615 has such files.
const TRUST: [&str; 2] = ["trust.txt", ".well-known/trust.txt"];
/// Where `security.txt` stands (RFC 9116, section 3).
const SECURITY: &str = ".well-known/security.txt";

/// Programs that gather texts to train language models on, by the names that their makers give.
const TRAINERS: &[&str] = &[
    "AI2Bot",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "Diffbot",
    "FacebookBot",
    "Google-CloudVertexBot",
    "Google-Extended",
    "GPTBot",
    "ImagesiftBot",
    "img2dataset",
    "Meta-ExternalAgent",
    "omgili",
    "PanguBot",
    "Timpibot",
    "webzio-extended",
];

/// Programs of language models that look texts up to answer a question.
const ASKERS: &[&str] = &[
    "ChatGPT-User",
    "Claude-SearchBot",
    "Claude-User",
    "DuckAssistBot",
    "Meta-ExternalFetcher",
    "MistralAI-User",
    "OAI-SearchBot",
    "Perplexity-User",
    "PerplexityBot",
    "YouBot",
];

/// The files besides `robots.txt`.
pub(super) fn names(config: &Config) -> impl Iterator<Item = &'static str> {
    let trust = config.trust.is_some().then_some(TRUST).into_iter().flatten();
    trust.chain(config.security.is_some().then_some(SECURITY))
}

/// The text of one of [`names`]; `None` for another name.
pub(super) fn text(config: &Config, name: &str) -> Option<String> {
    match name {
        SECURITY => Some(security(config)),
        name if TRUST.contains(&name) => {
            let lines = config.trust.as_deref().unwrap_or_default();
            Some(lines.iter().map(|(key, value)| format!("{key}={value}\n")).collect())
        }
        _ => None,
    }
}

/// RFC 9116.
fn security(config: &Config) -> String {
    let Some(security) = &config.security else { return String::new() };
    let mut lines: Vec<(&str, String)> = security.contact.iter().map(|contact| ("Contact", contact.clone())).collect();
    lines.push(("Expires", format!("{}T00:00:00Z", security.expires)));
    lines.extend(security.others.iter().map(|(name, value)| (*name, value.clone())));
    let languages: Vec<&str> = config.languages.iter().map(|known| known.language.tag()).collect();
    lines.push(("Preferred-Languages", languages.join(", ")));
    lines.push(("Canonical", format!("{}/{SECURITY}", config.base_url)));
    lines.into_iter().map(|(name, value)| format!("{name}: {value}\n")).collect()
}

/// `robots.txt` (RFC 9309): who may read what, on what terms (RSL 1.0), and where the sitemaps are.
pub(super) fn robots(db: &dyn Db) -> String {
    let (base, robots) = (urls::base(db), &config(db).value.robots);
    let mut text = String::from("User-agent: *\nAllow: /\n\n");
    let kept_out: &[&[&str]] = match robots.ai {
        AiPolicy::Allow => &[],
        AiPolicy::NoTraining => &[TRAINERS],
        AiPolicy::Deny => &[TRAINERS, ASKERS],
    };
    if !kept_out.is_empty() {
        text.extend(kept_out.iter().copied().flatten().map(|name| format!("User-agent: {name}\n")));
        text += "Disallow: /\n\n";
    }
    if let Some(license) = &robots.license {
        text += &format!("License: {license}\n");
    }
    text += &format!("Sitemap: {base}/sitemap.xml\n");
    if !sitemap_news::entries(db).is_empty() {
        text += &format!("Sitemap: {base}/{}\n", sitemap_news::FILE_NAME);
    }
    text
}
