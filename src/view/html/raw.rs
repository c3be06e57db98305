//! HTML as an editor wrote it. Pictures of the site in it get their address and their size, as those of Markdown do.

use lol_html::html_content::Element;
use lol_html::{RewriteStrSettings, element, rewrite_str};

use super::Writer;
use crate::link::address;
use crate::link::query::asset;
use crate::view::picture::head;

impl Writer<'_> {
    pub(super) fn raw(&mut self, html: &str) {
        // Few texts have HTML, and few of those pictures in it.
        let pictured = html.as_bytes().windows(4).any(|window| window.eq_ignore_ascii_case(b"<img"));
        let sized = pictured.then(|| {
            let size = element!("img[src]", |picture| {
                self.size(picture);
                Ok(())
            });
            rewrite_str(html, RewriteStrSettings::new().append_element_content_handler(size)).ok()
        });
        match sized.flatten() {
            Some(sized) => self.out.push_str(&sized),
            None => self.out.push_str(html),
        }
    }

    /// Gives a picture of the site its address, and its size where it has none. A name that the attribute cannot have is none.
    fn size(&self, picture: &mut Element<'_, '_>) {
        let Some(found) = picture.get_attribute("src").and_then(|url| asset(self.db, self.source, &url)) else { return };
        let _ = picture.set_attribute("src", &format!("{}{}", self.prefix, address::asset(self.db, found)));
        let sized = picture.has_attribute("width") || picture.has_attribute("height");
        if let Some(head) = head(self.db, found).filter(|head| head.width > 0 && !sized) {
            let _ = picture.set_attribute("width", &head.width.to_string());
            let _ = picture.set_attribute("height", &head.height.to_string());
        }
    }
}
