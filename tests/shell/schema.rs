//! The JSON Schema of `gloss.yaml`: it knows what the reader knows, and judges as a validator of others does.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use glossator::config::SCHEMA;
use serde_json::Value;

use crate::run::{finish, run};

/// Every key that some map of the schema has.
fn keys(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::Object(properties)) = fields.get("properties") {
                found.extend(properties.keys().cloned());
            }
            fields.values().for_each(|value| keys(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

/// Every key that a reader asks for, by its source: `map.take("key")`, `header(&mut map, "key")`, and tables of keys.
fn asked() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config");
    let mut found = BTreeSet::new();
    for name in ["read.rs", "read_deploy.rs", "read_headers.rs", "read_rules.rs", "read_standing.rs", "standing.rs"] {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        let asks = ["take", "text", "optional", "required", "flag", "number", "count", "items", "texts", "choice"];
        let calls = asks.iter().map(|ask| format!(".{ask}(\"")).chain(["(&mut map, \"".into(), "(map, \"".into()]);
        for call in calls {
            found.extend(text.split(call.as_str()).skip(1).filter_map(|rest| Some(rest.split('"').next()?.to_owned())));
        }
        for table in ["TRUST_KEYS: &[&str] = &[", "SECURITY_KEYS: &[(&str, &str)] =\n    &[(", "in\n            [("] {
            let Some((_, rest)) = text.split_once(table) else { continue };
            let row = rest.split(']').next().unwrap();
            found.extend(
                row.split('"').skip(1).step_by(2).filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())).map(str::to_owned),
            );
        }
    }
    found
}

#[test]
fn the_schema_knows_what_the_reader_knows() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut known = BTreeSet::new();
    keys(&schema, &mut known);
    let asked = asked();
    assert!(asked.len() > 80, "{asked:?}");
    let lacking: Vec<&String> = asked.difference(&known).collect();
    let invented: Vec<&String> = known.difference(&asked).collect();
    assert!(lacking.is_empty() && invented.is_empty(), "the schema lacks {lacking:?}, and knows {invented:?} which nobody reads");
}

#[test]
fn a_validator_judges_as_the_reader_does() {
    let folder = tempfile::tempdir().unwrap();
    let printed = run(folder.path(), "schema");
    assert_eq!(printed.out, SCHEMA);
    let schema = folder.path().join("gloss.schema.json");
    fs::write(&schema, printed.out).unwrap();
    let head = "title: T\nbase_url: https://example.org\n";
    let right = [
        "languages: [en, uk]\npublisher: The desk\nfindings: {unknown-key: off, \"*\": note}\nkinds:\n".replace("kinds:\n", ""),
        "languages: {en: {}, uk: {title: Т}}\nmenu:\n  - {title: A, url: /a/}\ncompress: br\nimages: {widths: [400, 800], formats: webp}\n".into(),
        "deploy:\n  live: {kind: s3, bucket: b, region: eu}\n  ssh: {kind: sftp, host: h, path: /p, layout: releases, keep: 3}\n".into(),
        "headers:\n  cache: {pages: no-cache}\n  policy: {img-src: \"'self'\", frame-src: false}\n  rules:\n    - {path: \"*.pdf\", set: {X-A: b}}\n".into(),
        "robots: {ai: deny}\nsecurity: {contact: \"mailto:a@example.org\", expires: 2027-01-01}\nextra: {any: [1, {thing: x}]}\n".into(),
        "glossary: {link: all, short_names: surnames, kinds: {law: {en: Law}}}\nread_also: {count: 3, weights: {tags: 2}}\nfeeds:\n".into(),
    ];
    let wrong =
        ["titel: X\n", "search: maybe\n", "paginate: 0\n", "deploy: {a: {kind: ftp}}\n", "deploy: {a: {kind: git}}\n", "compress: [zip]\n"];
    let judged = |name: &str, text: &str| {
        let file = folder.path().join("content").with_file_name(name);
        fs::write(&file, text).unwrap();
        let mut check = Command::new("check-jsonschema");
        finish(check.arg("--schemafile").arg(&schema).arg(&file)).code
    };
    for (index, more) in right.iter().enumerate() {
        let text = format!("{head}{more}");
        assert_eq!(judged("gloss.yaml", &text), 0, "{index}: {text}");
        assert_eq!(run(folder.path(), "check").code, 0, "{index}: {text}: {}", run(folder.path(), "check").out);
    }
    for more in wrong {
        let text = format!("{head}{more}");
        assert_eq!(judged("gloss.yaml", &text), 1, "{text}");
        // A page of none is one, to the reader.
        assert!(more.starts_with("paginate") || run(folder.path(), "check").code == 2, "{text}");
    }
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("gloss.yaml");
    assert_eq!(judged("demo.yaml", &fs::read_to_string(demo).unwrap()), 0);
}
