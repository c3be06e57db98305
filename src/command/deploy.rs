//! `gloss deploy`: builds, compares with what is live, shows the plan, and does it.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use super::deploy_report::{End, Ledger, bytes, files, tell as tell_files};
use super::deploy_site::stand;
use super::session::{Format, Loudness, exit_of};
use super::site::{self, OpenSite};
use super::{Exit, Failure, Session};
use crate::config::deploy::TargetConfig;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::parse::query::config;
use crate::publish::build;
use crate::publish::deploy::built::Built;
use crate::publish::deploy::check::{Allow, check};
use crate::publish::deploy::encoded::encoded;
use crate::publish::deploy::news::{Change, News, news};
use crate::publish::deploy::plan::{Plan, Why, plan};
use crate::publish::deploy::target::{Locked, open};
use crate::publish::deploy::{DeployError, Target, Work, ping};
use crate::source::machine;

/// Articles and files that are named, unless all are asked for.
const NAMED: usize = 20;

/// What `gloss deploy` is told.
#[derive(Debug, Clone, Default)]
pub struct DeployOptions {
    /// The target's name.
    pub target: Option<String>,
    /// Where the site is built to; `public` in the site's root unless said.
    pub output: Option<PathBuf>,
    /// Whether anything is sent.
    pub mode: Mode,
    /// What is allowed that stops a deploy otherwise.
    pub allowed: BTreeSet<Allow>,
    /// What is done about somebody else's lock.
    pub locked: Locked,
}

/// Whether anything is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// It is.
    #[default]
    Real,
    /// The plan is printed, and that is all.
    Dry,
}

/// Runs it.
///
/// # Errors
/// Where there is no site or no such target, the output must not be written to, or the target fails.
pub fn run(session: &mut Session, options: &DeployOptions) -> Result<Exit, Failure> {
    let start = Instant::now();
    let settings = site::open_settings(session)?;
    let output = options.output.clone().unwrap_or_else(|| build::default_output(&settings.root));
    let chosen = match choose(&settings, options.target.as_deref()) {
        Ok(chosen) => chosen,
        Err(exit) => return exit.map_or_else(|failure| Err(*failure), |findings| report(session, &settings, findings)),
    };
    let target = open(&chosen, &config(settings.db()).value, &settings.root, options.locked)?;
    target.reach();
    let mut standing = match stand(session, &settings.root, &output)? {
        Ok(standing) => standing,
        Err(exit) => return Ok(exit),
    };
    let live = target.live()?;
    let Built { mut site, ended } = standing.built(&output, live.manifest.as_ref())?;
    if let Some(encoding) = chosen.encoding {
        site.files = encoded(site.files, encoding);
    }
    if live.manifest.is_none() && (live.foreign.is_some() || live.unfinished) {
        site.standing = target.standing(&site.files, &output)?;
    }
    let mut plan = plan(site, live);
    plan.manifest.time = machine::now().to_string();
    let findings = check(&plan, &ended, &options.allowed);
    print_plan(session, (&plan, &*target), &chosen)?;
    if !findings.is_empty() {
        let exit = report(session, &settings, findings)?;
        session.result(&format!("nothing was deployed; {} is as it was", target.place()))?;
        return Ok(exit);
    }
    if plan.is_empty() || options.mode == Mode::Dry {
        return Ok(Exit::Fine);
    }
    let ledger = Ledger::new(session.progress.clone());
    if let Err(error) = target.send(&Work { plan: &plan, from: &output, progress: &ledger }) {
        tell_files(session, &plan, &ledger, End::Stopped)?;
        return stopped(session, &settings, error);
    }
    tell_files(session, &plan, &ledger, End::Live)?;
    let (release, sent) = (plan.manifest.release, plan.uploads.len());
    print_json(session, &serde_json::json!({"deployed": chosen.name, "release": release, "files": sent, "bytes": plan.bytes()}))?;
    let seconds = start.elapsed().as_secs_f64();
    session.result(&format!("release {release} is live, {}, {seconds:.2} s -> {}", files(sent, "sent"), target.place()))?;
    let exit = if chosen.pings { tell(session, &settings, &plan)? } else { Exit::Fine };
    // The process ends here: tearing down a large site's answers piece by piece would only take time.
    std::mem::forget(standing);
    Ok(exit)
}

/// Tells whoever wants to know of what is live now. That somebody could not be told does not undo the deploy.
fn tell(session: &mut Session, site: &OpenSite, plan: &Plan) -> Result<Exit, Failure> {
    let config = &config(site.db()).value;
    let changed = ping::changed(plan);
    let failures = ping::tell(config, &changed);
    if failures.is_empty() {
        let told = [(config.pings.hub.is_some(), changed.feeds.len(), "feed"), (config.pings.index.is_some(), changed.pages.len(), "page")];
        let told = told.iter().filter(|(is_told, count, _)| *is_told && *count > 0);
        let told: Vec<String> = told.map(|(_, count, what)| format!("{count} {what}{}", if *count == 1 { "" } else { "s" })).collect();
        if !told.is_empty() {
            session.result(&format!("told of {}", told.join(" and ")))?;
        }
        return Ok(Exit::Fine);
    }
    report(session, site, failures.iter().map(|failure| Diagnostic::new(Code::PingFailed, failure.to_string())).collect())
}

/// The target that is meant; else what is wrong with the site's file, or with what was asked for.
pub(super) fn choose(site: &OpenSite, named: Option<&str>) -> Result<TargetConfig, Result<Vec<Diagnostic>, Box<Failure>>> {
    let config = config(site.db());
    if config.findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Ok(config.findings.clone()));
    }
    let targets = &config.value.deploy;
    let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
    let usage = |reason: String, help: String| Err(Err(Box::new(Failure::Usage(reason, help))));
    match (named, targets.as_slice()) {
        (_, []) => usage(
            "the site has no place to deploy to".into(),
            "name one in `gloss.yaml`, such as\ndeploy:\n  live: {kind: directory, path: /srv/www/news}".into(),
        ),
        (None, [only]) => Ok(only.clone()),
        (None, _) => usage("the site has several targets".into(), format!("say which: `{}`", names.join("`, `"))),
        (Some(name), _) => match targets.iter().find(|target| target.name == name) {
            Some(target) => Ok(target.clone()),
            None => usage(format!("there is no target `{name}`"), format!("there are `{}`", names.join("`, `"))),
        },
    }
}

/// Reports findings about the site.
pub(super) fn report(session: &mut Session, site: &OpenSite, findings: Vec<Diagnostic>) -> Result<Exit, Failure> {
    let exit = exit_of(&findings);
    session.report(&site.report(session, findings))?;
    Ok(exit)
}

/// Tells of a target that stopped the work.
pub(super) fn stopped(session: &mut Session, site: &OpenSite, error: DeployError) -> Result<Exit, Failure> {
    match error {
        DeployError::Busy { reason, help } => report(session, site, vec![Diagnostic::new(Code::TargetBusy, reason).help(help)]),
        other => Err(other.into()),
    }
}

/// Prints an object for programs.
pub(super) fn print_json(session: &mut Session, value: &serde_json::Value) -> Result<(), Failure> {
    if session.format == Format::Json {
        writeln!(session.out, "{value}")?;
    }
    Ok(())
}

fn print_plan(session: &mut Session, (plan, target): (&Plan, &dyn Target), chosen: &TargetConfig) -> Result<(), Failure> {
    let news = news(plan);
    let before = plan.live.manifest.as_ref().map(|manifest| manifest.release);
    print_json(
        session,
        &serde_json::json!({
            "target": chosen.name,
            "kind": chosen.place.kind(),
            "place": target.place(),
            "release": plan.manifest.release,
            "before": before,
            "articles": news,
            "uploads": plan.uploads,
            "deletes": plan.deletes,
            "same": plan.same,
            "bytes": plan.bytes(),
        }),
    )?;
    if plan.is_empty() {
        let live = before.unwrap_or_default();
        return session.result(&format!("{} is up to date: release {live}, {}", chosen.name, files(plan.same, "")));
    }
    let mut lines = vec![match before {
        Some(before) => format!("{}: release {} after {before} -> {}", chosen.name, plan.manifest.release, target.place()),
        None => format!("{}: release {}, the first -> {}", chosen.name, plan.manifest.release, target.place()),
    }];
    if plan.live.unfinished {
        lines.push("  the last deploy was cut short; this one finishes its work".into());
    }
    let most = if session.loudness == Loudness::Verbose { usize::MAX } else { NAMED };
    lines.extend(news.iter().take(most).map(article_line));
    if news.len() > most {
        lines.push(format!("  … and {} more articles (`--verbose` names all)", news.len() - most));
    }
    if session.loudness == Loudness::Verbose {
        lines.extend(plan.uploads.iter().map(|upload| format!("  send     {} ({})", upload.path, bytes(upload.size))));
        lines.extend(plan.deletes.iter().map(|path| format!("  delete   {path}")));
    }
    let new = plan.uploads.iter().filter(|upload| upload.why == Why::New).count();
    let counts = format!("{new} new, {} changed", plan.uploads.len() - new);
    let size = bytes(plan.bytes());
    lines.push(format!(
        "  {} ({counts}), {size}; {} to delete; {} stay",
        files(plan.uploads.len(), "to send"),
        plan.deletes.len(),
        plan.same
    ));
    session.result(&lines.join("\n"))
}

/// `  changed  A visit  /2024/06/a-visit/  text, related`.
fn article_line(news: &News) -> String {
    let word = match news.change {
        Change::Added => "added",
        Change::Changed => "changed",
        Change::Removed => "removed",
    };
    let what = if news.what.is_empty() { String::new() } else { format!("  ({})", news.what.join(", ")) };
    format!("  {word:<8} {}  {}{what}", news.title, news.url)
}
