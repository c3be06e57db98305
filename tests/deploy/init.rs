//! What `gloss init --host` writes: files that the forges can read, and a site that can be built.

use std::path::Path;
use std::process::Command;

use serde_yaml::Value;

use crate::run::{finish, run};
use crate::server::find;
use crate::site::well;

fn at<'v>(value: &'v Value, path: &[&str]) -> &'v Value {
    path.iter().fold(value, |value, key| value.get(*key).unwrap_or_else(|| panic!("no `{key}` in {value:?}")))
}

/// Whether a file is as its service's own published schema wants it.
fn is_valid(schema: &str, file: &Path) -> bool {
    let check = find("check-jsonschema", "pip install check-jsonschema");
    finish(Command::new(check).args(["--builtin-schema", schema]).arg(file)).code == 0
}

#[test]
fn a_new_site_publishes_itself_from_its_repository() {
    let hosts = [
        ("github-pages", "gloss build", "host: github-pages"),
        ("gitlab-pages", "", "host: gitlab-pages"),
        ("netlify", "gloss deploy", "kind: netlify"),
        ("cloudflare-pages", "gloss deploy", "kind: cloudflare-pages"),
        ("server", "gloss deploy", "kind: rsync"),
    ];
    for (host, command, line) in hosts {
        let folder = tempfile::tempdir().unwrap();
        let ran = run(folder.path(), &format!("init site --title T --base-url https://example.org --language en --host {host}"));
        assert_eq!(ran.code, 0, "{host}: {ran:#?}");
        let site = folder.path().join("site");
        let config = std::fs::read_to_string(site.join("gloss.yaml")).unwrap();
        assert!(config.contains(line), "{host}: {config}");
        well(&site, "build --strict");
        let path = if host == "gitlab-pages" { ".gitlab-ci.yml" } else { ".github/workflows/site.yml" };
        let text = std::fs::read_to_string(site.join(path)).unwrap();
        assert!(!text.contains('@') || !text.contains("@INSTALL@") && !text.contains("@VERSION@") && !text.contains("@STEPS@"), "{text}");
        assert!(text.contains(&format!("glossator --version {} --locked", env!("CARGO_PKG_VERSION"))), "{host}: {text}");
        let file: Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{host}: {error}\n{text}"));
        let schema = if host == "gitlab-pages" { "vendor.gitlab-ci" } else { "vendor.github-workflows" };
        assert!(is_valid(schema, &site.join(path)), "{host}: {text}");
        if host == "gitlab-pages" {
            // The job is called `pages`, and what it publishes is called `public`: GitLab knows it by these names.
            assert_eq!(at(&file, &["pages", "artifacts", "paths"])[0], "public");
            assert!(at(&file, &["pages", "script"]).as_sequence().unwrap().len() == 2);
            continue;
        }
        assert!(at(&file, &["on", "schedule"])[0].get("cron").is_some() && at(&file, &["on", "push", "branches"])[0] == "main");
        let steps = at(&file, &["jobs", "site", "steps"]).as_sequence().unwrap();
        assert!(steps.iter().all(|step| step.get("run").is_some() != step.get("uses").is_some()), "{text}");
        assert!(steps.iter().any(|step| step.get("run").is_some_and(|run| run == command)), "{text}");
        let permissions = at(&file, &["permissions"]);
        assert_eq!(permissions.get("id-token").is_some(), host == "github-pages");
        assert_eq!(permissions.get("contents").unwrap(), "read");

        // In a site that there is, only what is new comes.
        std::fs::remove_file(site.join(path)).unwrap();
        let again = run(&site, &format!("init --host {host}"));
        assert!(again.code == 0 && again.out.contains(line) && site.join(path).exists(), "{host}: {again:#?}");
        assert_eq!(std::fs::read_to_string(site.join("gloss.yaml")).unwrap(), config);
    }
}

#[test]
fn the_schemas_see_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("site.yml");
    std::fs::write(&file, "on: push\njobs: {site: {runs-on: ubuntu-latest, steps: [{run: a, uzes: b}]}}\n").unwrap();
    assert!(!is_valid("vendor.github-workflows", &file));
    std::fs::write(&file, "pages: {script: [a], artifacts: {path: [public]}}\n").unwrap();
    assert!(!is_valid("vendor.gitlab-ci", &file));
}
