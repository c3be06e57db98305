//! Headers and redirects: what hosts' files may hold, and what real servers answer with the configurations that are made.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

use glossator::config::deploy::Host;
use glossator::config::headers::table::HeaderTable;
use glossator::config::headers::{HeaderRule, HeadersConfig};
use glossator::render::host::{Served, headers, redirects};

use crate::run::{run, tree};
use crate::server::{Server, find, free_ports, start};
use crate::site::{site, well};

/// The site's file with everything that a table can say.
const HEADERS: &str = "
compress: [br, gz, zstd]
headers:
  cache: {other: no-store}
  policy: {img-src: \"'self' data:\"}
  permissions: \"camera=(), geolocation=(self \\\"https://maps.example\\\")\"
  transport: true
  rules:
    - {path: \"papers/*.txt\", cache_control: \"public, max-age=86400\", content_type: text/x-paper, set: {X-Robots-Tag: noindex}}
    - {path: \"2024/06/first/*\", policy: {script-src: \"'self' https://stats.example\"}}
";

fn served<'s>(table: &'s HeaderTable, paths: &[String]) -> Served<'s> {
    Served { table, paths: paths.to_vec(), redirects: vec![], base: "", name: "example.org", root: String::new(), compressed: &[] }
}

/// Rules by their addresses.
fn parsed(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut rules: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut url = String::new();
    for line in text.lines() {
        match line.strip_prefix("  ") {
            Some(header) => rules.get_mut(&url).unwrap().push(header.to_owned()),
            None => {
                url = line.to_owned();
                assert!(rules.insert(url.clone(), vec![]).is_none(), "{url} twice");
            }
        }
    }
    rules
}

#[test]
fn a_host_s_file_names_no_header_twice_for_one_address() {
    let rule = HeaderRule { path: "papers/*.pdf".into(), cache_control: Some("no-store".into()), ..HeaderRule::default() };
    let table = HeaderTable::new(&HeadersConfig { rules: vec![rule], ..HeadersConfig::default() });
    let paths =
        ["index.html", "style.00ff00ff00.css", "cards/a.0123456789.png", "cards/sub/b.0123456789.png", "papers/a b.pdf", "papers/c.txt"];
    let made = headers::file(&served(&table, &paths.map(str::to_owned)));
    assert_eq!(made.left_out, Vec::<String>::new());
    let rules = parsed(&made.text);
    let year = ["Cache-Control: public, max-age=31536000, immutable"];
    assert_eq!(rules["/cards/*"], year);
    assert_eq!(rules["/style.00ff00ff00.css"], year);
    assert_eq!(rules["/papers/a%20b.pdf"], ["Cache-Control: no-store"]);
    let all = &rules["/*"];
    assert!(
        all[0].starts_with("Content-Security-Policy: default-src 'self'") && all[0].contains("script-src 'self' 'wasm-unsafe-eval'"),
        "{all:?}"
    );
    assert!(!all[0].contains("unsafe-inline") && !all[0].contains("'unsafe-eval'") && all[0].contains("frame-ancestors 'self'"));
    assert!(all.contains(&"X-Content-Type-Options: nosniff".to_owned()) && !made.text.contains("Strict-Transport"));
    assert_eq!(rules.len(), 4);
}

#[test]
fn a_host_s_limits_are_kept_and_what_does_not_fit_is_said() {
    let long = (0..200).fold("'self'".to_owned(), |all, number| format!("{all} https://{number}.example"));
    let rule = HeaderRule { path: "z.txt".into(), cache_control: Some("no-store".into()), ..HeaderRule::default() };
    let mut config = HeadersConfig { rules: vec![rule], ..HeadersConfig::default() };
    config.policy = config.policy.with("img-src", &long);
    let table = HeaderTable::new(&config);
    let mut paths: Vec<String> = (0..300).flat_map(|n| [format!("{n}/index.html"), format!("{n}/a.{n:010}.png")]).collect();
    paths.push("z.txt".into());
    let made = headers::file(&served(&table, &paths));
    let rules = parsed(&made.text);
    assert_eq!(rules.len(), 100);
    assert!(made.text.lines().all(|line| line.chars().count() <= 2_000));
    assert!(rules.contains_key("/z.txt"), "what the site asks for comes before what saves bytes");
    assert_eq!(made.left_out.len(), 2, "{:?}", made.left_out);

    let plain = HeaderTable::default();
    let mut site = served(&plain, &[]);
    site.redirects = (0..2_500).map(|n| (format!("/old-{n}/"), format!("/new-{n}/"))).collect();
    site.redirects.push((format!("/{}/", "x".repeat(1_200)), "/new/".into()));
    for (host, most, sign) in [(Host::CloudflarePages, 2_000, "301"), (Host::GitlabPages, 1_000, "301"), (Host::Netlify, 2_500, "301!")] {
        let made = redirects::file(&site, host);
        assert_eq!(made.text.lines().count(), most, "{host:?}");
        assert!(made.text.lines().all(|line| line.split(' ').count() == 3 && line.ends_with(&format!(" {sign}"))));
        assert!(made.left_out[0].contains(&format!("{} more", 2_501 - most)), "{:?}", made.left_out);
    }
}

/// A site with an old address, papers, and a page of a search.
fn rich(host: &str) -> tempfile::TempDir {
    let folder = site("  live: {kind: directory, path: ../www}\n");
    let root = folder.path();
    let config = std::fs::read_to_string(root.join("gloss.yaml")).unwrap();
    std::fs::write(root.join("gloss.yaml"), format!("{config}{HEADERS}{host}")).unwrap();
    for (path, text) in [
        ("static/papers/a b.txt", "A paper."),
        ("static/papers/ключ.txt", "A paper."),
        ("static/own.css", "p { margin: 0 }"),
        ("static/data.json", "{}"),
        ("static/other.mjs", "export {}"),
        ("content/2024/06/third.md", "---\ntitle: The third\ndate: 2024-06-03\naliases: [/old/, /Old/Case.html, /стара/]\n---\nA text.\n"),
        ("content/search.md", "---\ntitle: Search\n---\nA text.\n"),
    ] {
        std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        std::fs::write(root.join(path), text).unwrap();
    }
    folder
}

#[test]
fn a_build_writes_the_files_of_its_host() {
    let folder = rich("host: netlify\n");
    well(folder.path(), "build");
    let built = tree(&folder.path().join("public"));
    let text = |path: &str| String::from_utf8(built[path].clone()).unwrap();
    assert!(
        text("_headers").starts_with("/*\n  Content-Security-Policy: ")
            && text("_headers").contains("/papers/*\n  X-Robots-Tag: noindex\n"),
        "{}",
        text("_headers")
    );
    assert_eq!(
        text("_redirects"),
        "/%D1%81%D1%82%D0%B0%D1%80%D0%B0/ /2024/06/third/ 301!\n/Old/Case.html /2024/06/third/ 301!\n/old/ /2024/06/third/ 301!\n"
    );
    assert!(text("index.html").contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; img-src 'self' data:;"));
    assert!(!text("index.html").contains("frame-ancestors") && !text("index.html").contains("wasm"));
    assert!(text("search/index.html").contains("'wasm-unsafe-eval'") && text("2024/06/first/index.html").contains("https://stats.example"));

    let config = folder.path().join("gloss.yaml");
    let before = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, before.replace("host: netlify", "host: github-pages").replace("  transport: true", "  policy_in_pages: false"))
        .unwrap();
    std::fs::write(folder.path().join("static/.nojekyll"), "own").unwrap();
    well(folder.path(), "build");
    let built = tree(&folder.path().join("public"));
    assert_eq!(built["CNAME"], b"example.org\n");
    assert!(!built.contains_key("_headers") && !String::from_utf8_lossy(&built["index.html"]).contains("http-equiv"));

    std::fs::write(&config, before.replace("host: netlify", "host: gitlab-pages")).unwrap();
    let aliases = (0..1_001).map(|number| format!("/was-{number}/")).collect::<Vec<_>>().join(", ");
    let text = format!("---\ntitle: An article that moved\ndate: 2024-05-01\naliases: [{aliases}]\n---\nText.\n");
    std::fs::write(folder.path().join("content/moved.md"), text).unwrap();
    let ran = run(folder.path(), "build --format short");
    assert!(ran.code == 0 && ran.out.matches("host-limit").count() == 1, "{}{}", ran.out, ran.err);
}

/// Looks whether a server passes on what was compressed beforehand.
fn passes_on(site: &Path, port: u16, (encoding, ending): (&str, &str)) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: example.org\r\nAccept-Encoding: {encoding}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = vec![];
    stream.read_to_end(&mut answer).unwrap();
    let head = String::from_utf8_lossy(&answer).to_ascii_lowercase();
    assert!(head.contains(&format!("\r\ncontent-encoding: {encoding}\r\n")) && head.contains("\r\nvary: accept-encoding\r\n"), "{head}");
    // The body may come in pieces.
    let file = &tree(&site.join("public"))[&format!("index.html.{ending}")];
    let holds = |part: &[u8]| answer.windows(part.len()).any(|window| window == part);
    assert!(holds(&file[..64]) && holds(&file[file.len() - 64..]), "{encoding}");
}

/// An answer: its status, its headers by name in small letters, its body.
fn get(port: u16, path: &str) -> (u16, BTreeMap<String, String>, Vec<u8>) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\nHost: example.org\r\n\r\n").unwrap();
    let mut answer = vec![];
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut headers = BTreeMap::new();
    for (name, value) in head.lines().filter_map(|line| line.split_once(": ")) {
        assert!(headers.insert(name.to_ascii_lowercase(), value.to_owned()).is_none(), "{path}: {name} twice\n{head}");
    }
    (head.split(' ').nth(1).unwrap().parse().unwrap(), headers, answer[end + 4..].to_vec())
}

/// Looks whether a server answers for every file of the site as the table says.
fn serves_as_said(site: &Path, port: u16) {
    let public = tree(&site.join("public"));
    let mut seen = 0;
    for line in well(site, "headers --format json").lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let path = row["path"].as_str().unwrap();
        let bytes = &public[path];
        let is_moved = path.starts_with("old/") || path.starts_with("Old/") || path.starts_with("стара/");
        let url = glossator::text::percent::encode_path(&format!("/{}", path.strip_suffix("index.html").unwrap_or(path)));
        let (status, headers, body) = get(port, &url);
        if is_moved {
            assert_eq!((status, headers["location"].as_str()), (301, "/2024/06/third/"), "{path}");
            continue;
        }
        assert_eq!(status, 200, "{path}");
        assert!(body == *bytes, "{path} has its bytes");
        for (name, value) in row["headers"].as_object().unwrap() {
            let found = headers.get(&name.to_ascii_lowercase()).unwrap_or_else(|| panic!("{path} has no {name}: {headers:?}"));
            assert_eq!(found, value.as_str().unwrap(), "{path}: {name}");
        }
        assert_eq!(headers.contains_key("x-robots-tag"), path.starts_with("papers/"), "{path}");
        seen += 1;
    }
    assert!(seen > 15);
    for missing in ["/nothing/", "/nothing.css", "/.gloss/manifest.json", "/.gloss/record"] {
        let (status, headers, body) = get(port, missing);
        assert!(status == 404 && body == public["404.html"], "{missing}: {status}");
        assert_eq!(headers["cache-control"], "no-cache", "{missing}");
        assert!(
            headers["content-security-policy"].starts_with("default-src 'self'") && headers["content-type"].starts_with("text/html"),
            "{missing}"
        );
    }
    let (status, headers, _) = get(port, "/2024/06/first");
    assert!(matches!(status, 301 | 308) && headers["location"].ends_with("/2024/06/first/"), "{status} {headers:?}");
}

/// The configuration of a server for a built site, with its folder and port in it.
fn configured(site: &Path, (server, port): (&str, u16)) -> String {
    well(site, "build");
    let text = well(site, &format!("headers {server}"));
    let text = text.replace("../www/current", &site.join("public").display().to_string());
    text.replace("listen 80;", &format!("listen 127.0.0.1:{port};"))
        .replace("\nexample.org {", &format!("\nhttp://:{port} {{\n\tbind 127.0.0.1"))
}

#[test]
fn nginx_answers_as_the_table_says() {
    let folder = rich("");
    let (here, port) = (folder.path(), free_ports(1)[0]);
    let config = configured(here, ("nginx", port));
    let at = |name: &str| here.join(name).display().to_string();
    let temporary: String =
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|kind| format!("{kind}_temp_path {};\n", at(kind))).concat();
    let whole = format!(
        "daemon off;\nmaster_process off;\npid {};\nerror_log {};\nevents {{ }}\nhttp {{\naccess_log off;\n{temporary}{config}}}\n",
        at("pid"),
        at("error.log")
    );
    std::fs::write(here.join("nginx.conf"), whole).unwrap();
    let install = "apt-get install nginx";
    let mut command = Command::new(find("nginx", install));
    let _server: Server = start(command.arg("-e").arg(here.join("error.log")).arg("-c").arg(here.join("nginx.conf")), port, install);
    serves_as_said(here, port);
    passes_on(here, port, ("gzip", "gz"));
}

#[test]
fn caddy_answers_as_the_table_says() {
    let folder = rich("");
    let (here, port) = (folder.path(), free_ports(1)[0]);
    let config = configured(here, ("caddy", port));
    std::fs::write(here.join("Caddyfile"), format!("{{\n\tadmin off\n\tauto_https off\n}}\n{config}")).unwrap();
    let install = "apt-get install caddy";
    let mut command = Command::new(find("caddy", install));
    command.env("XDG_DATA_HOME", here.join("data")).env("XDG_CONFIG_HOME", here.join("data"));
    let _server: Server = start(command.args(["run", "--adapter", "caddyfile", "--config"]).arg(here.join("Caddyfile")), port, install);
    serves_as_said(here, port);
    for one in [("gzip", "gz"), ("br", "br"), ("zstd", "zst")] {
        passes_on(here, port, one);
    }
}
