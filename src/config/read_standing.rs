//! `robots:`, `trust:` and `security:` of the site's file.

use super::reader::Map;
use super::standing::{AiPolicy, RobotsConfig, SECURITY_KEYS, SecurityConfig, TRUST_KEYS, TrustConfig};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::node::Spanned;

/// The words of `ai`.
const AI: &[(&str, AiPolicy)] = &[("allow", AiPolicy::Allow), ("no-training", AiPolicy::NoTraining), ("deny", AiPolicy::Deny)];

/// Which programs may gather the site's texts.
pub(super) fn robots(map: &mut Map<'_, '_, '_>) -> RobotsConfig {
    let Some(field) = map.take("robots") else { return RobotsConfig::default() };
    let Some(mut map) = map.reader.map(field.node, "`robots`") else { return RobotsConfig::default() };
    let ai = map.choice("ai", AI).unwrap_or_default();
    let license = map.optional("license").and_then(|url| line(&mut map, url));
    map.finish("");
    RobotsConfig { ai, license }
}

/// The lines of `trust.txt`; `None` for a site that says nothing of it.
pub(super) fn trust(map: &mut Map<'_, '_, '_>) -> Option<TrustConfig> {
    let field = map.take("trust")?;
    let mut map = map.reader.map(field.node, "`trust`")?;
    let mut lines = TrustConfig::new();
    for key in TRUST_KEYS {
        for value in map.texts(key) {
            lines.extend(line(&mut map, value).map(|value| (*key, value)));
        }
    }
    if let Some(allowed) = map.flag("datatrainingallowed") {
        lines.push(("datatrainingallowed", if allowed { "yes" } else { "no" }.to_owned()));
    }
    map.finish("");
    Some(lines)
}

/// `security.txt`; `None` for a site that says nothing of it, or not what it needs.
pub(super) fn security(map: &mut Map<'_, '_, '_>) -> Option<SecurityConfig> {
    let field = map.take("security")?;
    let mut map = map.reader.map(field.node, "`security`")?;
    let written = map.texts("contact");
    if written.is_empty() {
        map.required("contact", "mailto:security@example.org");
    }
    let contact: Vec<String> = written.into_iter().filter_map(|contact| line(&mut map, contact)).collect();
    let expires = map.required("expires", "2027-06-30").and_then(|day| date(&mut map, &day));
    let mut others = vec![];
    for (key, name) in SECURITY_KEYS {
        if let Some(value) = map.optional(key) {
            others.extend(line(&mut map, value).map(|value| (*name, value)));
        }
    }
    map.finish("");
    Some(SecurityConfig { contact, expires: expires?, others }).filter(|config| !config.contact.is_empty())
}

/// A value that is a line of its own: an address with its scheme.
fn line(map: &mut Map<'_, '_, '_>, url: Spanned<String>) -> Option<String> {
    let scheme = ["https://", "http://", "mailto:", "tel:", "openpgp4fpr:"].iter().any(|scheme| url.value.starts_with(scheme));
    if scheme && !url.value.contains(char::is_whitespace) && !url.value.contains(char::is_control) {
        return Some(url.value);
    }
    let finding = Diagnostic::new(Code::BadUrl, format!("`{}` is no address", url.value));
    map.reader.report(url.span, finding.help("write it with its scheme: `https://example.org/`, `mailto:desk@example.org`"));
    None
}

fn date(map: &mut Map<'_, '_, '_>, day: &Spanned<String>) -> Option<jiff::civil::Date> {
    let parsed = day.value.parse().ok();
    if parsed.is_none() {
        map.reader.report(day.span, Diagnostic::new(Code::BadDate, format!("`{}` is no day", day.value)).help("write `2027-06-30`"));
    }
    parsed
}
