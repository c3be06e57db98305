//! Social cards: what is drawn, and for whom.

use glossator::picture::card::{Card, Drawer};
use glossator::picture::font::FontSet;
use image::GrayImage;

use super::{SITE, Site, named, size};

fn card(headline: &str, rtl: bool) -> Card {
    Card {
        site: "The Paper".into(),
        kicker: "Politics".into(),
        headline: headline.into(),
        foot: "19 June 2024".into(),
        rtl,
        fonts: FontSet::built_in(),
    }
}

fn drawn(card: &Card) -> GrayImage {
    image::load_from_memory(&Drawer::default().draw(card).unwrap()).unwrap().into_luma8()
}

/// How much ink stands in a part of a card: left, top, right, bottom.
fn ink(image: &GrayImage, (left, top, right, bottom): (u32, u32, u32, u32)) -> usize {
    (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y))).filter(|(x, y)| image.get_pixel(*x, *y).0[0] < 128).count()
}

#[test]
fn cards_are_the_same_whoever_draws_them_and_small() {
    let cards = [card("A short one", false), card("Переговори тривали три години: що підписали й чого не підписали", false)];
    let mut drawer = Drawer::default();
    for card in &cards {
        let one = drawer.draw(card).unwrap();
        assert_eq!(one, Drawer::default().draw(card).unwrap());
        assert_eq!(one, drawer.draw(card).unwrap());
        assert_eq!(size(&one), Card::SIZE);
        assert!(one.len() < 40_000, "{} bytes", one.len());
    }
    assert_ne!(cards[0].key(), cards[1].key());
    assert_eq!(cards[0].key(), card("A short one", false).key());
}

#[test]
fn a_headline_stays_in_its_place_however_long() {
    for headline in ["Go", "Kim", &"Donaudampfschifffahrtsgesellschaft ".repeat(3), &"word ".repeat(100), &"x".repeat(400), "\u{200B}"] {
        let image = drawn(&card(headline, false));
        assert_eq!(ink(&image, (0, 20, 60, 630)), 0, "left of the column: {headline}");
        assert_eq!(ink(&image, (1140, 20, 1200, 630)), 0, "right of the column: {headline}");
        assert_eq!(ink(&image, (0, 530, 1200, 546)), 0, "below the headline's place: {headline}");
    }
}

#[test]
fn what_is_read_from_right_to_left_stands_at_the_right() {
    let arabic = drawn(&card("اتفاق", true));
    let (left, right) = (ink(&arabic, (0, 200, 600, 520)), ink(&arabic, (600, 200, 1200, 520)));
    assert!(left == 0 && right > 500, "{left} {right}");
    let latin = drawn(&card("Go", false));
    assert!(ink(&latin, (0, 200, 600, 520)) > 500 && ink(&latin, (600, 200, 1200, 520)) == 0);
}

#[test]
fn articles_without_a_picture_have_a_card_in_their_words() {
    let site = Site::new(SITE);
    let files = site.built();
    let page = String::from_utf8(files["plain/index.html"].clone()).unwrap();
    let url = named(&page, "og:image\" content=\"https://t.example/")[0];
    assert_eq!(size(&files[url]), Card::SIZE);
    assert_eq!(files.keys().filter(|path| path.contains("card.")).count(), 2, "one of the site, one of the article without a picture");
    let renamed = Site::new(&SITE.replace("title: Plain", "title: Plainer"));
    assert!(!renamed.built().contains_key(url), "another headline has another name");
}

#[test]
fn a_headline_that_no_font_can_set_leaves_its_card_without_words() {
    let site = Site::new(&SITE.replace("title: Plain", "title: 首脳会談"));
    let outcome = site.build();
    let codes: Vec<&str> = outcome.findings.iter().map(|finding| finding.code.name()).collect();
    assert_eq!((codes, outcome.complete), (vec!["card-letters"], true), "{:#?}", outcome.findings);
    let place = outcome.findings[0].place.as_ref().unwrap();
    assert_eq!((place.path.as_str(), place.span.start), ("content/plain.md", 11));
    // A font of the site counts: this one has no such letters either, and a text is no font.
    site.put("static/fonts/own.ttf", dejavu::serif::bold());
    site.put("static/fonts/none.ttf", b"words");
    for (fonts, code) in [("own.ttf", "card-letters"), ("none.ttf", "bad-font"), ("gone.ttf", "missing-file")] {
        let config = format!("title: The Paper\nbase_url: https://t.example\nsocial_cards: {{fonts: [static/fonts/{fonts}]}}\n");
        site.put("gloss.yaml", config.as_bytes());
        let found = site.build().findings;
        assert!(found.iter().any(|finding| finding.code.name() == code), "{found:#?}");
    }
    site.put("gloss.yaml", b"title: The Paper\nbase_url: https://t.example\nsocial_cards: false\n");
    assert!(!site.built().keys().any(|path| path.contains("card.")));
}
