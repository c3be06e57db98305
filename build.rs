//! Takes the two fonts of social cards out of the package that ships them among many others, so that only these are embedded.

use std::path::Path;

/// PostScript names, and the files that `src/picture/font.rs` includes.
const FONTS: &[(&str, &str)] = &[("LibertinusSerif-Bold", "bold.otf"), ("LibertinusSerif-Regular", "regular.otf")];

fn main() {
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    for (name, file) in FONTS {
        let font = typst_assets::fonts().find(|font| is_named(font, name)).unwrap_or_else(|| panic!("the package has no font {name}"));
        #[expect(clippy::disallowed_methods, reason = "a build script writes what is built")]
        std::fs::write(Path::new(&out).join(file), font).expect("the build's own folder can be written to");
    }
    println!("cargo::rerun-if-changed=build.rs");
}

/// Whether a font has this PostScript name: it stands in its CFF table, followed by no letter.
fn is_named(font: &[u8], name: &str) -> bool {
    let mut places = font.windows(name.len() + 1).filter(|window| window.starts_with(name.as_bytes()));
    places.any(|window| !window[name.len()].is_ascii_alphabetic())
}
