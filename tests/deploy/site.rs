//! Sites to deploy, and what can be said of where they went.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::run::{Ran, SITE, finish, run, tree, write_site};

/// The small site, with targets.
pub fn site(targets: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_site(folder.path(), SITE);
    let config = folder.path().join("gloss.yaml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(config, format!("{text}deploy:\n{targets}")).unwrap();
    folder
}

/// A target beside the site.
pub const BESIDE: &str = "  live: {kind: directory, path: ../www}\n";

/// A site beside its target, which is not there yet: the folder of both, the site, the target.
pub fn beside() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (root, www) = (folder.path().join("site"), folder.path().join("www"));
    std::fs::rename(site(BESIDE).keep(), &root).unwrap();
    (folder, root, www)
}

/// A site with a server of its own, in whose environment the program must run.
pub trait World {
    /// The program.
    fn gloss(&self) -> Command;

    /// A deploy that does not wait for the lock of one that was killed.
    fn deploying(&self) -> Command {
        let mut command = self.gloss();
        command.args(["deploy", "--take-over"]);
        command
    }

    fn run(&self, arguments: &str) -> Ran {
        finish(self.gloss().args(arguments.split_whitespace()))
    }

    /// Runs a command that must end well; gives its output.
    fn well(&self, arguments: &str) -> String {
        ended_well(arguments, self.run(arguments))
    }
}

/// Writes an article.
pub fn article(site: &Path, name: &str, text: &str) {
    let path = site.join(format!("content/2024/06/{name}.md"));
    std::fs::write(path, format!("---\ntitle: The article {name}\ndate: 2024-06-03\n---\n{text}\n")).unwrap();
}

/// Many articles, of which each round changes a third.
pub fn round(site: &Path, (round, count): (usize, usize)) {
    for number in (round..count).step_by(3) {
        article(site, &format!("many-{number}"), &format!("Kyiv in round {round}. ").repeat(number % 7 + 1));
    }
    // A style sheet of the site's own: its name changes with its bytes.
    std::fs::create_dir_all(site.join("static")).unwrap();
    std::fs::write(site.join("static/own.css"), format!("p {{ margin: {round}px }}")).unwrap();
}

/// Runs a command that must end well; gives its output.
pub fn well(here: &Path, arguments: &str) -> String {
    ended_well(arguments, run(here, arguments))
}

fn ended_well(arguments: &str, ran: Ran) -> String {
    assert_eq!(ran.code, 0, "{arguments}: {ran:#?}");
    ran.out
}

/// The numbers in the plan of a deploy: files to send, and to delete.
pub fn counts(ran: &str) -> (usize, usize) {
    let plan = json(ran);
    (plan["uploads"].as_array().unwrap().len(), plan["deletes"].as_array().unwrap().len())
}

/// The first object of an output.
pub fn json(out: &str) -> serde_json::Value {
    out.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap()).next().unwrap()
}

/// Copies what is in a folder to another that is there.
pub fn copy_tree(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        let disk = to.join(path);
        std::fs::create_dir_all(disk.parent().unwrap()).unwrap();
        std::fs::write(disk, bytes).unwrap();
    }
}

/// What is served, without the record.
pub fn served(root: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(root).into_iter().filter(|(path, _)| !path.starts_with('.')).collect()
}

/// The paths of the site that a page names: `href`, `src`.
pub fn named(html: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for sign in ["href=\"/", "src=\"/", "href=/", "src=/"] {
        for part in html.split(sign).skip(1) {
            let path = part.split(['"', '#', '?', ' ', '>']).next().unwrap_or_default();
            let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
            named.insert(path);
        }
    }
    named
}

/// Walks a site from its home page; gives what pages name and is not there, and how many pages there were.
pub fn dead_ends(read: impl Fn(&str) -> Option<Vec<u8>>) -> (Vec<String>, usize) {
    let (mut seen, mut open, mut dead, mut pages) = (BTreeSet::new(), vec!["index.html".to_owned()], vec![], 0);
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        match read(&path) {
            None => dead.push(path),
            Some(bytes) if path.ends_with(".html") => {
                pages += 1;
                open.extend(named(&String::from_utf8_lossy(&bytes)));
            }
            Some(_) => {}
        }
    }
    (dead, pages)
}

/// Asserts that a run was refused by a guard, and says so.
pub fn refused(ran: &Ran, code: &str) {
    assert_eq!(ran.code, 1, "{ran:#?}");
    assert!(ran.out.contains(code), "{ran:#?}");
}

/// How often deploys are killed: `GLOSS_KILLS`, for nights with more time.
fn kills() -> u32 {
    std::env::var("GLOSS_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(4)
}

/// What readers get of a path, at one moment.
pub type Reader<'r> = Box<dyn Fn(&str) -> Option<Vec<u8>> + 'r>;

/// Kills deploys of a site of `count` articles that is deployed already, each after another round of changes, and of some the
/// one that mends it too. After each, what readers find leads nowhere that is not there; and the next deploy ends with the site
/// as it was built.
pub fn kill_deploys<'r>(site: &Path, count: usize, deploying: impl Fn() -> Command, readers: impl Fn() -> Reader<'r>) {
    round(site, (3, count));
    well(site, "build");
    let mut whole = finish_one(deploying());
    let (mut cut_short, mut killed) = (0, 0);
    for number in 0..kills() {
        round(site, (4 + number as usize, count));
        well(site, "build");
        // Of every second one, the deploy that mends it is killed as well.
        for part in [number, kills() - 1 - number].iter().take(1 + number as usize % 2) {
            killed += 1;
            cut_short += u32::from(kill(deploying(), whole * (part + 1) / (kills() + 1)));
            let (dead, pages) = dead_ends(readers());
            assert!(dead.is_empty() && pages > count, "after {killed} kills: {dead:?}, {pages} pages");
        }
        // The machine may have less to do now than it had, or more.
        whole = (whole + finish_one(deploying())) / 2;
        let read = readers();
        for (path, bytes) in tree(&site.join("public")) {
            assert!(read(&path).as_deref() == Some(&bytes[..]), "after {killed} kills and a deploy: `{path}` is not as built");
        }
    }
    #[expect(clippy::print_stdout, reason = "shown to whoever asks for many")]
    {
        println!("{cut_short} of {killed} deploys were killed before their end");
    }
    assert!(cut_short > 0, "no deploy was killed before its end");
}

/// Runs a deploy that must end well; gives how long it took: kills are spread over that time, whatever the machine.
fn finish_one(mut deploy: Command) -> Duration {
    let begun = Instant::now();
    let output = deploy.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&[output.stdout, output.stderr].concat()));
    begun.elapsed()
}

/// Starts a deploy and kills it after a while; whether that was before its end.
fn kill(mut deploy: Command, after: Duration) -> bool {
    let mut child = deploy.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(after);
    let _ = child.kill();
    !child.wait().unwrap().success()
}
