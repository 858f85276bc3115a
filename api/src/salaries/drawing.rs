//! Charts of pay as SVG, drawn by the charting library, which escapes all text.
//!
//! Nothing is known of the page that a chart stands on: the ground is left open, and every colour has a contrast of at
//! least 3 to 1 with white and with black, that of text 4.5 to 1.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Text and lines.
const INK: RGBColor = RGBColor(0x76, 0x76, 0x76);
/// Bars.
const FILL: RGBColor = RGBColor(0x2f, 0x7e, 0xd8);
/// The median.
const MEDIAN: RGBColor = RGBColor(0xd9, 0x5f, 0x0e);
const WIDTH: u32 = 760;
/// The height of a group.
const ROW: u32 = 26;
/// The width for the names of groups, and for their samples.
const NAMES: u32 = 250;
const SAMPLES: u32 = 100;
/// Room for the title, and for the axis with its description.
const HEAD: u32 = 56;
const FOOT: u32 = 50;
/// The most characters of the name of a group, and of a line over the whole width.
const LONGEST: usize = 36;
const WIDE: usize = 100;

/// What is drawn.
pub struct Chart {
    /// The first line.
    pub title: String,
    /// The second line.
    pub subtitle: String,
    /// What the axis shows.
    pub axis: String,
    /// The figures.
    pub content: Content,
}

/// The figures of a chart, in whole units of a currency.
pub enum Content {
    /// How many pay how much, with the median.
    Histogram { bars: Vec<Bar>, median: f64 },
    /// What groups pay, a line each.
    Groups(Vec<Row>),
    /// Nothing, and why.
    Nothing(String),
}

/// A bar: from where to where, and how many.
pub struct Bar {
    pub from: f64,
    pub to: f64,
    pub count: u64,
}

/// A group.
pub struct Row {
    /// What it is called.
    pub name: String,
    /// How many pay so.
    pub sample: String,
    /// Percentiles 10, 25, 50, 75 and 90; none where the sample is too small.
    pub percentiles: Option<[f64; 5]>,
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn std::error::Error>>;

/// The chart as SVG; `amount` writes an amount of the axis.
pub fn svg(chart: &Chart, amount: &dyn Fn(f64) -> String) -> Result<String, Box<dyn std::error::Error>> {
    let rows = match &chart.content {
        Content::Groups(rows) => u32::try_from(rows.len())? * ROW,
        Content::Histogram { .. } => 240,
        Content::Nothing(_) => ROW,
    };
    let axis = shown(&chart.axis, WIDE);
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (WIDTH, HEAD + rows + FOOT)).into_drawing_area();
        say(&root, &chart.title, (12, 10), 21, HPos::Left)?;
        say(&root, &chart.subtitle, (12, 34), 16, HPos::Left)?;
        let (_, body) = root.split_vertically(HEAD);
        match &chart.content {
            Content::Histogram { bars, median } => histogram(&body, bars, *median, &axis, amount)?,
            Content::Groups(rows) => groups(&body, rows, &axis, amount)?,
            Content::Nothing(why) => say(&body, why, (12, 10), 16, HPos::Left)?,
        }
        root.present()?;
    }
    Ok(svg)
}

fn histogram(area: &Area<'_>, bars: &[Bar], median: f64, axis: &str, amount: &dyn Fn(f64) -> String) -> Drawn {
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else { return Ok(()) };
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let mut chart = ChartBuilder::on(area)
        .margin_right(30)
        .margin_left(8)
        .x_label_area_size(FOOT)
        .y_label_area_size(54)
        .build_cartesian_2d(first.from..last.to, 0f64..most as f64 * 1.08)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(8)
        .y_labels(5)
        .axis_style(INK)
        .bold_line_style(INK.mix(0.35))
        .light_line_style(TRANSPARENT)
        .label_style(style(15))
        .x_label_formatter(&|x| amount(*x))
        .y_label_formatter(&|y| format!("{y:.0}"))
        .x_desc(axis)
        .y_desc("listings")
        .axis_desc_style(style(15))
        .draw()?;
    let gap = |bar: &Bar| (bar.to - bar.from) * 0.06;
    chart.draw_series(
        bars.iter()
            .filter(|bar| bar.count > 0)
            .map(|bar| Rectangle::new([(bar.from + gap(bar), 0.0), (bar.to - gap(bar), bar.count as f64)], FILL.filled())),
    )?;
    let top = most as f64 * 1.08;
    chart.draw_series(std::iter::once(PathElement::new([(median, 0.0), (median, top)], MEDIAN.stroke_width(2))))?;
    Ok(())
}

fn groups(area: &Area<'_>, rows: &[Row], axis: &str, amount: &dyn Fn(f64) -> String) -> Drawn {
    let known = || rows.iter().filter_map(|row| row.percentiles).flatten();
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(0.0, f64::max));
    // Without any figure there is still an axis.
    let (low, high) = match (low < high, low.is_finite() && low > 0.0) {
        (true, _) => (low, high),
        (false, true) => (0.0, low),
        (false, false) => (0.0, 100_000.0),
    };
    let pad = (high - low) * 0.04;
    let mut chart = ChartBuilder::on(area)
        .margin_right(SAMPLES)
        .x_label_area_size(FOOT)
        .y_label_area_size(NAMES)
        .build_cartesian_2d((low - pad).max(0.0)..high + pad, rows.len() as f64..0f64)?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .y_labels(0)
        .x_labels(7)
        .axis_style(INK)
        .bold_line_style(INK.mix(0.35))
        .light_line_style(TRANSPARENT)
        .label_style(style(15))
        .x_label_formatter(&|x| amount(*x))
        .x_desc(axis)
        .axis_desc_style(style(15))
        .draw()?;
    for (row, at) in rows.iter().zip(0..) {
        let middle = f64::from(at) + 0.5;
        let (_, y) = chart.plotting_area().map_coordinate(&(low, middle));
        // The area of the chart begins below the head of the picture.
        let y = y - HEAD as i32;
        say(area, &row.name, (NAMES as i32 - 10, y - 7), 16, HPos::Right)?;
        say(area, &row.sample, ((WIDTH - SAMPLES) as i32 + 8, y - 7), 15, HPos::Left)?;
        let Some([p10, p25, p50, p75, p90]) = row.percentiles else { continue };
        let bar = |from, to, half: f64| Rectangle::new([(from, middle - half), (to, middle + half)], FILL.filled());
        chart.draw_series([bar(p10, p90, 0.05), bar(p25, p75, 0.28)])?;
        let line = PathElement::new([(p50, middle - 0.34), (p50, middle + 0.34)], MEDIAN.stroke_width(3));
        chart.draw_series(std::iter::once(line))?;
    }
    Ok(())
}

fn style(size: u32) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&INK)
}

/// Writes a line of text that begins or ends at a place.
fn say(area: &Area<'_>, text: &str, at: (i32, i32), size: u32, anchor: HPos) -> Drawn {
    let longest = if matches!(anchor, HPos::Right) { LONGEST } else { WIDE };
    let style = style(size).pos(Pos::new(anchor, VPos::Top));
    area.draw(&Text::new(shown(text, longest), at, style))?;
    Ok(())
}

/// Text cut to a length, without the characters that XML 1.0 has no way to write.
fn shown(text: &str, longest: usize) -> String {
    let allowed = |c: &char| matches!(c, ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..) && !c.is_control();
    let mut shown: String = text.chars().filter(allowed).collect();
    if shown.chars().count() > longest {
        shown = shown.chars().take(longest - 1).chain(['…']).collect();
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(content: Content) -> String {
        let text = "<script>alert(1)</script>\u{1} & Sons";
        let chart = Chart { title: text.to_owned(), subtitle: text.to_owned(), axis: text.to_owned(), content };
        svg(&chart, &|x| format!("<{x}>")).unwrap()
    }

    /// The names of a document's elements; panics where it is not well-formed.
    fn elements(svg: &str) -> Vec<String> {
        let mut reader = quick_xml::Reader::from_str(svg);
        let mut names = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                    names.push(tag.name().as_ref().to_owned());
                }
                quick_xml::events::Event::Eof => return names,
                _ => {}
            }
        }
    }

    #[test]
    fn text_stays_text() {
        let name = "<script>alert(1)</script>";
        let row = |percentiles| Row { name: name.to_owned(), sample: name.to_owned(), percentiles };
        let bar = |from, count| Bar { from, to: from + 10_000.0, count };
        for content in [
            Content::Groups(vec![row(Some([1.0, 2.0, 3.0, 4.0, 5.0])), row(None)]),
            Content::Groups(vec![row(Some([7.0; 5]))]),
            Content::Groups(vec![row(None)]),
            Content::Groups(Vec::new()),
            Content::Histogram { bars: vec![bar(90_000.0, 3), bar(100_000.0, 0), bar(110_000.0, 9)], median: 112_000.0 },
            Content::Histogram { bars: vec![bar(0.0, 8)], median: 0.0 },
            Content::Nothing(name.to_owned()),
        ] {
            let svg = drawn(content);
            assert!(svg.contains("&lt;script&gt;alert(1)") && !svg.contains('\u{1}'), "{svg}");
            let known = ["svg", "text", "line", "rect", "polyline", "polygon", "circle"];
            assert!(elements(&svg).iter().all(|name| known.contains(&name.as_str())), "{svg}");
        }
    }

    #[test]
    fn what_is_too_long_is_cut() {
        assert_eq!(shown("a\u{0}bcdef", 4), "abc…");
        assert_eq!(shown("abcd", 4), "abcd");
    }
}
