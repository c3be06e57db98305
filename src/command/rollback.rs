//! `gloss rollback`: an earlier release becomes live again, from the target's own record.

use super::deploy::{choose, print_json, report, stopped};
use super::{Exit, Failure, Session, site};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::query::config;
use crate::publish::deploy::manifest::Manifest;
use crate::publish::deploy::target::{Locked, open};

/// What `gloss rollback` is told.
#[derive(Debug, Clone, Default)]
pub struct RollbackOptions {
    /// The target's name.
    pub target: Option<String>,
    /// The release to go back to; the one before the live one unless said.
    pub to: Option<u64>,
    /// What is wished for.
    pub wish: Wish,
    /// What is done about somebody else's lock.
    pub locked: Locked,
}

/// What is wished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wish {
    /// An earlier release, live.
    #[default]
    Go,
    /// To know what would be done.
    Dry,
    /// To know which releases are kept.
    List,
}

/// Runs it.
///
/// # Errors
/// Where there is no site, no such target or no such release, or the target fails.
pub fn run(session: &mut Session, options: &RollbackOptions) -> Result<Exit, Failure> {
    let settings = site::open_settings(session)?;
    let chosen = match choose(&settings, options.target.as_deref()) {
        Ok(chosen) => chosen,
        Err(exit) => return exit.map_or_else(|failure| Err(*failure), |findings| report(session, &settings, findings)),
    };
    let target = open(&chosen, &config(settings.db()).value, &settings.root, options.locked)?;
    let Some(live) = target.live()?.manifest else {
        let help = "`gloss deploy` makes the first release".into();
        return Err(Failure::Usage(format!("{} holds no release", target.place()), help));
    };
    let site = &config(settings.db()).value.base_url;
    if live.site != *site {
        let finding = Diagnostic::new(Code::ForeignTarget, format!("the target holds another site, {}", live.site));
        return report(session, &settings, vec![finding.note(format!("this site is {site}"))]);
    }
    let releases = target.releases()?;
    if options.wish == Wish::List {
        return list(session, &releases, &live);
    }
    let wanted = match options.to {
        Some(number) => releases.iter().find(|release| release.release == number),
        None => releases.iter().find(|release| release.release < live.origin() && release.files != live.files),
    };
    let Some(wanted) = wanted else {
        let known: Vec<String> = releases.iter().map(|release| release.release.to_string()).collect();
        let what = options.to.map_or_else(|| "there is no earlier release".into(), |number| format!("release {number} is not kept"));
        return Err(Failure::Usage(what, format!("kept are: {}", known.join(", "))));
    };
    if wanted.release == live.release || wanted.files == live.files {
        session.result(&format!("release {} is what is live", wanted.release))?;
        return Ok(Exit::Fine);
    }
    let (from, to) = (live.release, wanted.release);
    if options.wish == Wish::Dry {
        print_json(session, &serde_json::json!({"target": chosen.name, "live": from, "to": to, "time": wanted.time}))?;
        session.result(&format!("{}: would go from release {from} back to {to}, of {}", chosen.name, wanted.time))?;
        return Ok(Exit::Fine);
    }
    let now = match target.restore(wanted, &*session.progress.clone()) {
        Ok(now) => now,
        Err(error) => return stopped(session, &settings, error),
    };
    print_json(session, &serde_json::json!({"restored": chosen.name, "from": from, "to": to, "release": now.release}))?;
    session.result(&format!("release {to}, of {}, is live again in place of {from} -> {}", wanted.time, target.place()))?;
    Ok(Exit::Fine)
}

fn list(session: &mut Session, releases: &[Manifest], live: &Manifest) -> Result<Exit, Failure> {
    for release in releases {
        let is_live = release.release == live.release;
        let object = serde_json::json!({
            "release": release.release, "time": release.time, "files": release.files.len(), "live": is_live, "restores": release.restores,
        });
        print_json(session, &object)?;
        let again = release.restores.map_or_else(String::new, |origin| format!(", again release {origin}"));
        let mark = if is_live { ", live" } else { "" };
        session.result(&format!("release {}, {}, {} files{again}{mark}", release.release, release.time, release.files.len()))?;
    }
    Ok(Exit::Fine)
}
