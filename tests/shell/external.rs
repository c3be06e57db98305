//! `gloss check --external`, against a site of our own on the loopback interface.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::run::{run, write_site};

/// A site that counts what it is asked, and never has two guests at once.
struct Elsewhere {
    port: u16,
    asked: Arc<Mutex<BTreeMap<String, usize>>>,
    most: Arc<AtomicUsize>,
}

impl Elsewhere {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (asked, most, now) = (Arc::default(), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (known, peak) = (Arc::clone(&asked), Arc::clone(&most));
        std::thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                let (asked, now, most) = (Arc::clone(&known), Arc::clone(&now), Arc::clone(&peak));
                std::thread::spawn(move || {
                    guest(&stream, &asked, &|change: i8| {
                        let count = if change > 0 { now.fetch_add(1, Ordering::SeqCst) + 1 } else { now.fetch_sub(1, Ordering::SeqCst) };
                        most.fetch_max(count, Ordering::SeqCst);
                    })
                });
            }
        });
        Self { port, asked, most }
    }

    fn count(&self, path: &str) -> usize {
        self.asked.lock().unwrap().get(path).copied().unwrap_or_default()
    }
}

/// Answers the questions that come over one connection.
fn guest(stream: &TcpStream, asked: &Mutex<BTreeMap<String, usize>>, present: &dyn Fn(i8)) {
    let mut lines = BufReader::new(stream).lines();
    while let Some(Ok(first)) = lines.next() {
        present(1);
        while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
        let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
        let count = {
            let mut asked = asked.lock().unwrap();
            let count = asked.entry(path.clone()).or_default();
            *count += 1;
            *count
        };
        let (status, head) = match (path.as_str(), count) {
            ("/gone", _) => (404, ""),
            ("/closed", _) => (403, ""),
            ("/busy", 1) => (503, "Retry-After: 0\r\n"),
            ("/moved", _) => (301, "Location: /there\r\n"),
            ("/circle", _) => (302, "Location: /circle\r\n"),
            _ => (200, ""),
        };
        present(-1);
        let answer = format!("HTTP/1.1 {status} It\r\n{head}Content-Length: 2\r\n\r\nok");
        if (&*stream).write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

#[test]
fn dead_links_are_found_politely() {
    let elsewhere = Elsewhere::open();
    let at = format!("http://127.0.0.1:{}", elsewhere.port);
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    write_site(
        folder.path(),
        &format!(
            "\
-- gloss.yaml --
title: Test
base_url: https://news.example.org
-- content/a.md --
---
title: A
sources:
  - {{title: A report, url: \"{at}/report\", archived_url: \"{at}/gone?copy\"}}
---
[Gone]({at}/gone#part), [there]({at}/there), [busy]({at}/busy), [moved]({at}/moved), [closed]({at}/closed), [circle]({at}/circle),
[nobody](http://{nobody}/), [own](https://news.example.org/nowhere/), [an example](https://www.example.com/x).
-- content/b.md --
---
title: B
---
[Gone]({at}/gone) and [there]({at}/there#else).
-- content/glossary/places.yaml --
- id: kyiv
  name: Kyiv
  kind: place
  same_as: [\"{at}/kyiv\"]
"
        ),
    );
    let check = |arguments: &str| run(folder.path(), &format!("check --format short {arguments}"));
    assert!(check("").out.contains("no findings") && elsewhere.asked.lock().unwrap().is_empty(), "nobody is asked without being told");
    let ran = check("--external");
    assert_eq!(ran.code, 0, "{ran:#?}");
    let lines: Vec<&str> = ran.out.lines().collect();
    let of = |words: &str| lines.iter().filter(|line| line.contains(words)).count();
    assert_eq!(of("warning[dead-link]"), 4, "{}", ran.out);
    assert_eq!(of(&format!("content/a.md:6:8: warning[dead-link]: `{at}/gone` leads nowhere: it answers 404")), 1, "{}", ran.out);
    assert_eq!(of("content/b.md:4:8: warning[dead-link]"), 1, "{}", ran.out);
    assert_eq!(of("/circle` leads nowhere"), 1, "{}", ran.out);
    assert_eq!(of(&format!("`http://{nobody}/` leads nowhere")), 1, "{}", ran.out);
    assert_eq!(of("note[untold-link]"), 1, "{}", ran.out);
    assert_eq!((elsewhere.count("/there"), elsewhere.count("/busy"), elsewhere.count("/gone")), (2, 2, 1), "the moved one leads there too");
    assert_eq!(elsewhere.count("/kyiv") + elsewhere.count("/report") + elsewhere.count("/gone?copy"), 3);
    assert_eq!(elsewhere.most.load(Ordering::SeqCst), 1, "one question at a time");
    // What was there is believed for a day; what was not is asked for again.
    assert_eq!(check("--external --strict").code, 1);
    assert_eq!((elsewhere.count("/there"), elsewhere.count("/gone")), (2, 2));
}
