//! A build of a site that has not changed is left out, and says what the last one said.

use std::fs;
use std::time::{Duration, SystemTime};

use glossator::source::stamp;

use crate::run::{Ran, SITE, run, tree, write_site};

/// What turns by the clock, and what is found wrong at each build.
const MORE: &str = "\
-- content/2024/07/tomorrow.md --
---
title: Embargoed
date: 2024-07-01
publish_at: 2024-07-01T18:00:00Z
expires_at: 2024-07-03T06:00:00Z
---
See [[first]].
-- content/2024/07/unknown.md --
---
title: With a headline that leads nowhere
date: 2024-06-29
read_also: [A headline that no article has]
---
Text.
-- content/2024/07/draft.md --
---
title: A draft is not scheduled
publish_at: 2024-07-02
draft: true
---
";

fn is_left_out(ran: &Ran) -> bool {
    ran.err.contains("nothing was rendered")
}

/// The lines of a result but for the seconds that it took.
fn untimed(ran: &Ran) -> Vec<String> {
    let seconds = |word: &str| word.parse::<f64>().is_ok();
    ran.out.lines().map(|line| line.split(' ').filter(|word| !seconds(word)).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn what_has_not_changed_is_not_built_again() {
    let folder = tempfile::tempdir().unwrap();
    let (root, public) = (folder.path(), folder.path().join("public"));
    write_site(root, SITE);
    write_site(root, MORE);
    let build = |arguments: &str| run(root, &format!("build -v {arguments}"));

    // What was changed a moment ago (by this clock, in the future) could be changed again unseen: such a build is never taken for
    // the last word.
    let note = fs::File::options().write(true).open(root.join("static/note.txt")).unwrap();
    note.set_modified(SystemTime::now() + Duration::from_secs(3600)).unwrap();
    build("");
    assert!(!is_left_out(&build("")));
    note.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
    std::thread::sleep(Duration::from_millis(2100));
    let first = build("");
    assert!(!is_left_out(&first));
    let before = tree(&public);

    for format in ["human", "short", "json", "github", "sarif"] {
        let (left, built) = (build(&format!("--format {format}")), build(&format!("--format {format} --fresh")));
        assert!(is_left_out(&left) && !is_left_out(&built), "{format}: {left:#?} {built:#?}");
        assert_eq!(left.code, built.code);
        let known = untimed(&left);
        let missing: Vec<String> = known.iter().filter(|line| !untimed(&built).contains(line)).cloned().collect();
        assert!(missing.is_empty() && left.out.contains("read-also-unresolved"), "{format}: {missing:#?}\n{}", built.out);
    }
    assert_eq!(tree(&public), before);

    // What a build is told is part of what it is made from.
    for other in ["--drafts", "--strict", "--keep-going"] {
        assert!(!is_left_out(&build(other)), "{other}");
        build("");
    }
    assert_eq!(tree(&public), before);

    // Files that are not as the last build left them are mended.
    assert!(is_left_out(&build("")));
    let page = public.join("2024/06/first/index.html");
    let right = fs::read(&page).unwrap();
    for wrong in [None, Some(vec![b'x'; right.len()])] {
        match &wrong {
            None => fs::remove_file(&page).unwrap(),
            Some(bytes) => fs::write(&page, bytes).unwrap(),
        }
        assert!(!is_left_out(&build("")));
        assert_eq!(fs::read(&page).unwrap(), right);
        assert!(is_left_out(&build("")));
    }
    fs::write(public.join(".gloss/last.json"), b"{").unwrap();
    assert!(!is_left_out(&build("")), "a record that cannot be read is none");

    // The clock: nothing until the embargo ends, then the page, and then its end.
    assert!(is_left_out(&build("--now 2024-07-01T17:59:59Z")));
    assert!(!is_left_out(&build("--now 2024-07-01T11:00:00Z")), "the clock has gone back");
    build("");
    assert!(!is_left_out(&build("--now 2024-07-01T18:00:00Z")));
    assert!(public.join("2024/07/tomorrow/index.html").is_file());
    assert!(is_left_out(&build("--now 2024-07-01T23:59:59Z")));
    assert!(!is_left_out(&build("--now 2024-07-02T00:00:00Z")), "roles begin and end at midnight");
    build("--now 2024-07-03T06:00:00Z");
    assert!(!public.join("2024/07/tomorrow/index.html").exists());
}

#[test]
fn the_next_turn_of_the_clock_is_told() {
    let folder = tempfile::tempdir().unwrap();
    write_site(folder.path(), SITE);
    assert_eq!(run(folder.path(), "next").out, "");
    write_site(folder.path(), MORE);
    let published = "2024-07-01T18:00:00Z published content/2024/07/tomorrow.md: Embargoed\n";
    let expired = "2024-07-03T06:00:00Z expired content/2024/07/tomorrow.md: Embargoed\n";
    assert_eq!(run(folder.path(), "next").out, published);
    assert_eq!(run(folder.path(), "next --all").out, format!("{published}{expired}"));
    assert_eq!(run(folder.path(), "next --now 2024-07-01T18:00:00Z").out, expired);
    let object: serde_json::Value = serde_json::from_str(&run(folder.path(), "next --format jsonl").out).unwrap();
    assert_eq!(object["time"], "2024-07-01T18:00:00Z");
    assert_eq!(object["becomes"], "published");
    assert_eq!(object["url"], "/2024/07/tomorrow/");
}

/// Each change of a file shows in the stamp, also where length and time of change are those from before.
#[test]
fn a_stamp_sees_every_change() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write_site(root, SITE);
    let stamp = || stamp::of_site(root).unwrap().digest();
    let note = root.join("static/note.txt");
    let modified = fs::metadata(&note).unwrap().modified().unwrap();
    let mut seen = vec![stamp()];
    assert_eq!(stamp(), seen[0]);
    let changes: [&dyn Fn(); 6] = [
        &|| {
            fs::write(&note, "B file.\n").unwrap();
            fs::File::options().write(true).open(&note).unwrap().set_modified(modified).unwrap();
        },
        &|| fs::write(root.join("gloss.yaml"), "title: Test 2\nbase_url: https://example.org\nlanguage: en\n").unwrap(),
        &|| fs::rename(root.join("content/2024"), root.join("content/2025")).unwrap(),
        &|| write_site(root, "-- templates/parts/foot.html --\nx\n"),
        &|| write_site(root, "-- data/x.yaml --\nx: 1\n"),
        &|| fs::remove_file(root.join("static/note.txt")).unwrap(),
    ];
    for change in changes {
        // Longer than a tick of the disk's clock.
        std::thread::sleep(Duration::from_millis(20));
        change();
        let now = stamp();
        assert!(!seen.contains(&now), "after {} changes", seen.len());
        seen.push(now);
    }
}

#[test]
fn where_the_time_went_is_told() {
    let folder = tempfile::tempdir().unwrap();
    write_site(folder.path(), SITE);
    let ran = run(folder.path(), "build --timings --trace trace.json");
    let row =
        |work: &str| ran.out.lines().find(|line| line.trim_start().starts_with(work)).unwrap_or_else(|| panic!("{work}: {}", ran.out));
    assert!(row("article.html").contains(" 2 ") && row("article.html").contains("2024/06/"), "{}", ran.out);
    assert!(row("rendering").ends_with(" ms"));
    let trace: serde_json::Value = serde_json::from_slice(&fs::read(folder.path().join("trace.json")).unwrap()).unwrap();
    let events = trace["traceEvents"].as_array().unwrap();
    let named = |name: &str| events.iter().find(|event| event["name"] == name).unwrap_or_else(|| panic!("{name}: {trace:#}"));
    let (phase, page) = (named("rendering"), named("2024/06/first/index.html"));
    assert_eq!(page["args"]["template"], "article.html");
    let time = |event: &serde_json::Value, key: &str| event[key].as_f64().unwrap();
    assert!(time(phase, "ts") <= time(page, "ts"));
    assert!(time(page, "ts") + time(page, "dur") <= time(phase, "ts") + time(phase, "dur"));
}
