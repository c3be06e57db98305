//! Sets text: shaped, in both directions, broken into lines of about one length, drawn glyph by glyph.

use std::borrow::Cow;
use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride};
use parley::style::{FontFamily, FontFamilyName, OverflowWrap, StyleProperty};
use parley::{Alignment, AlignmentOptions, BaseDirection, FontContext, Layout, LayoutContext, PositionedLayoutItem};
use rustc_hash::FxHashMap;
use swash::FontRef;
use swash::scale::image::Image;
use swash::scale::{Render, ScaleContext, Source};
use swash::zeno::{Format, Vector};

use super::font::FontSet;
use super::sheet::{Pen, Sheet};

/// The size that text is shaped at; lines are broken for other sizes by proportion.
const SHAPED: f32 = 64.0;
/// Glyphs stand at quarters of a pixel.
const QUARTERS: f32 = 4.0;
/// Glyphs that are kept; then all are forgotten.
const KEPT: usize = 4096;

/// Which of a set's fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Bold,
    Regular,
}

/// How text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) weight: Weight,
    pub(super) pen: Pen,
    /// Whether it runs from right to left.
    pub(super) rtl: bool,
}

/// Text that is shaped.
pub(super) struct Text {
    layout: Layout<()>,
    style: Style,
}

/// Fonts ready to set text in, and the glyphs that were drawn.
pub(super) struct Setter {
    digest: [u8; 32],
    fonts: FontContext,
    layouts: LayoutContext<()>,
    scale: ScaleContext,
    /// By font, glyph, size, and quarter of a pixel.
    glyphs: FxHashMap<(u64, u16, u32, u8), Image>,
}

impl Setter {
    /// A setter for a set of fonts.
    pub(super) fn new(set: &FontSet) -> Self {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut fonts = FontContext { collection: Collection::new(options), ..FontContext::default() };
        for (weight, files) in [(Weight::Bold, &set.bold), (Weight::Regular, &set.regular)] {
            for (index, file) in files.iter().enumerate() {
                let name = family(weight, index);
                let named = FontInfoOverride { family_name: Some(&name), ..FontInfoOverride::default() };
                fonts.collection.register_fonts(Blob::new(Arc::new(file.clone()) as Arc<dyn AsRef<[u8]> + Send + Sync>), Some(named));
            }
        }
        Self { digest: *set.digest(), fonts, layouts: LayoutContext::new(), scale: ScaleContext::new(), glyphs: FxHashMap::default() }
    }

    /// Whether it sets text in these fonts.
    pub(super) fn is_for(&self, set: &FontSet) -> bool {
        self.digest == *set.digest()
    }

    /// Shapes a text.
    pub(super) fn shape(&mut self, text: &str, style: Style, fonts: &FontSet) -> Text {
        let count = if style.weight == Weight::Bold { fonts.bold.len() } else { fonts.regular.len() };
        let families: Vec<FontFamilyName<'_>> = (0..count).map(|index| FontFamilyName::Named(family(style.weight, index).into())).collect();
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(Cow::Borrowed(&families))));
        builder.push_default(StyleProperty::FontSize(SHAPED));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        builder.set_base_direction(if style.rtl { BaseDirection::Rtl } else { BaseDirection::Ltr });
        Text { layout: builder.build(text), style }
    }

    /// Draws a text that is broken into lines for `width`: its lines `leading` apart, the baseline of the first at `top`.
    pub(super) fn draw(&mut self, sheet: &mut Sheet, text: &mut Text, place: Place) {
        let ratio = place.size / SHAPED;
        text.layout.align(if text.style.rtl { Alignment::Right } else { Alignment::Left }, AlignmentOptions::default());
        // What is aligned to the right is aligned to the width that lines were broken at, which may be narrower than the column.
        let shift = if text.style.rtl { place.width - text.layout.layout_max_advance() * ratio } else { 0.0 };
        let mut baseline = place.top;
        for line in text.layout.lines() {
            for item in line.items() {
                let PositionedLayoutItem::GlyphRun(run) = item else { continue };
                let font = run.run().font().clone();
                for glyph in run.positioned_glyphs() {
                    let x = place.left + shift + glyph.x * ratio;
                    let y = baseline + (glyph.y - run.baseline()) * ratio;
                    // Fonts have at most 65,535 glyphs.
                    let image = self.glyph((font.data.id(), font.data.data(), font.index), glyph.id as u16, (place.size, x));
                    let (left, top) = (x.floor() as i32 + image.placement.left, y.round() as i32 - image.placement.top);
                    sheet.draw((left, top), (image.placement.width as usize, &image.data), text.style.pen);
                }
            }
            baseline += place.leading;
        }
    }

    fn glyph(&mut self, (id, data, index): (u64, &[u8], u32), glyph: u16, (size, x): (f32, f32)) -> &Image {
        if self.glyphs.len() > KEPT {
            self.glyphs.clear();
        }
        let quarter = ((x - x.floor()) * QUARTERS) as u8;
        self.glyphs.entry((id ^ u64::from(index), glyph, size.to_bits(), quarter)).or_insert_with(|| {
            let Some(font) = FontRef::from_index(data, index as usize) else { return Image::new() };
            let mut scaler = self.scale.builder_with_id(font, [id, u64::from(index)]).size(size).hint(false).build();
            let offset = Vector::new(f32::from(quarter) / QUARTERS, 0.0);
            Render::new(&[Source::Outline]).format(Format::Alpha).offset(offset).render(&mut scaler, glyph).unwrap_or_default()
        })
    }
}

/// Where text goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The column's left edge.
    pub(super) left: f32,
    /// The column's width.
    pub(super) width: f32,
    /// The first line's baseline.
    pub(super) top: f32,
    /// The size of the letters.
    pub(super) size: f32,
    /// From one baseline to the next.
    pub(super) leading: f32,
}

impl Text {
    /// How many lines it takes at a size in a column of a width.
    pub(super) fn lines(&mut self, size: f32, width: f32) -> usize {
        self.layout.break_all_lines(Some(width * SHAPED / size));
        self.layout.len()
    }

    /// Breaks it into as many lines as the width asks for, none much shorter than the others.
    pub(super) fn balance(&mut self, size: f32, width: f32) {
        let lines = self.lines(size, width);
        let (mut narrow, mut wide) = (0.0, width);
        while lines > 1 && wide - narrow > 8.0 {
            let middle = (narrow + wide) / 2.0;
            if self.lines(size, middle) > lines { narrow = middle } else { wide = middle }
        }
        self.lines(size, wide);
    }

    /// Breaks it into one line, whatever its width; gives that width at a size.
    pub(super) fn one_line(&mut self, size: f32) -> f32 {
        self.layout.break_all_lines(None);
        self.layout.width() * size / SHAPED
    }
}

fn family(weight: Weight, index: usize) -> String {
    format!("{weight:?} {index}")
}
