//! Draws an indicator's chart as inline SVG: observations, path, target, projection fan, vintages, conflicts, breaks.

mod axis;
mod frame;
mod plot;

use std::fmt::Write as _;

use milepost_model::{Decimal, Language, Unit};
use rust_decimal::prelude::FromPrimitive as _;

use crate::html::chart::axis::{TimeTick, round_ticks, time_ticks};
use crate::html::chart::frame::{BOTTOM, Frame, HEIGHT, LEFT, RIGHT, TOP, WIDTH};
use crate::html::chart::plot::{Place, Plot};
use crate::html::escape::escaped;
use crate::number_words;
use crate::phrase;
use crate::report::v1::IndicatorReport;
use crate::words::say;

/// Digits of a published figure's label: none printed so far has more.
const EXACT_DIGITS: u32 = 8;

/// Digits of a computed figure's label.
const COMPUTED_DIGITS: u32 = 4;

/// From this many points on, a line without dots reads better.
const MOST_DOTS: usize = 40;

/// The drawing with its legend, or nothing where there is nothing to draw.
pub(crate) fn figure(indicator: &IndicatorReport, number: usize, language: Language) -> Option<String> {
    let plot = Plot::of(indicator);
    if !plot.is_worth_drawing() {
        return None;
    }
    let frame = Frame::around(&plot, *indicator.unit, language)?;
    let mut drawing = Drawing {
        out: String::new(),
        frame,
        plot,
        indicator,
        language,
        number,
    };
    drawing.draw();
    Some(drawing.out)
}

/// A chart on its way into text.
struct Drawing<'a> {
    out: String,
    frame: Frame,
    plot: Plot,
    indicator: &'a IndicatorReport,
    language: Language,
    number: usize,
}

/// Appends formatted text; writing to a text cannot fail.
macro_rules! put {
    ($out:expr, $($arg:tt)*) => { let _ = write!($out, $($arg)*); };
}

impl Drawing<'_> {
    fn draw(&mut self) {
        let number = self.number;
        let title = escaped(self.indicator.title.get(self.language));
        let description = escaped(&self.description());
        put!(
            self.out,
            "<figure><svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"ct{number} cd{number}\">\
             <title id=\"ct{number}\">{title}</title><desc id=\"cd{number}\">{description}</desc>\
             <clipPath id=\"cp{number}\"><rect x=\"{LEFT}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>",
            TOP - 6.0,
            WIDTH - LEFT - RIGHT + 6.0,
            HEIGHT - TOP - BOTTOM + 6.0
        );
        self.axes();
        put!(self.out, "<g clip-path=\"url(#cp{number})\">");
        self.fan();
        self.breaks();
        self.path();
        self.targets();
        self.figures();
        self.out.push_str("</g>");
        self.labels();
        self.out.push_str("</svg>");
        self.legend();
        self.out.push_str("</figure>");
    }

    fn description(&self) -> String {
        let latest = self.indicator.latest.as_ref();
        let unit = phrase::judged_unit(self.indicator);
        let latest = latest
            .map(|latest| phrase::latest_value(latest, unit, self.language))
            .unwrap_or_default();
        let target = self.indicator.target.as_ref();
        let target = target
            .map(|target| phrase::target(target, self.indicator, self.language))
            .unwrap_or_default();
        match self.language {
            Language::En => format!(
                "{} figures; latest {latest}; target {target}.",
                self.plot.points.len()
            ),
            Language::Zh => format!("{}个数据；最新{latest}；目标{target}。", self.plot.points.len()),
        }
    }

    fn axes(&mut self) {
        let frame = &self.frame;
        let whole_only = *self.indicator.unit == Unit::Count && frame.divisor < 2.0;
        let ticks = round_ticks(
            frame.value.0 / frame.divisor,
            frame.value.1 / frame.divisor,
            whole_only,
        );
        self.out.push_str("<g stroke=\"#dfe4e9\" stroke-width=\"1\">");
        for tick in &ticks.values {
            let y = frame.y(tick * frame.divisor);
            let stroke = if tick.abs() < f64::EPSILON {
                " stroke=\"#7b8794\""
            } else {
                ""
            };
            put!(
                self.out,
                "<path d=\"M{LEFT} {y:.1}H{:.1}\"{stroke}/>",
                WIDTH - RIGHT
            );
        }
        self.out
            .push_str("</g><g font-size=\"12.5\" fill=\"#52606d\" text-anchor=\"end\">");
        for tick in &ticks.values {
            let label = number_words::plain(*tick, ticks.decimals);
            let label = if self.language == Language::Zh {
                label.replace(',', "")
            } else {
                label
            };
            put!(
                self.out,
                "<text x=\"{:.1}\" y=\"{:.1}\">{label}</text>",
                LEFT - 7.0,
                frame.y(tick * frame.divisor) + 4.0
            );
        }
        let words = escaped(&frame.scale.axis_words(*self.indicator.unit, self.language));
        put!(
            self.out,
            "</g><text x=\"2\" y=\"13\" font-size=\"12.5\" fill=\"#52606d\">{words}</text>"
        );
        let bottom = HEIGHT - BOTTOM;
        put!(
            self.out,
            "<path d=\"M{LEFT} {bottom:.1}H{:.1}\" stroke=\"#52606d\"/>",
            WIDTH - RIGHT
        );
        self.out
            .push_str("<g font-size=\"12.5\" fill=\"#52606d\" text-anchor=\"middle\">");
        for (at, tick) in time_ticks(frame.time.0, frame.time.1) {
            let x = frame.x(at);
            let label = match (tick, self.language) {
                (TimeTick::Year(year), _) => year.to_string(),
                (TimeTick::Month(year, month), _) => format!("{year}-{month:02}"),
            };
            let middle = x.clamp(LEFT + 8.0, WIDTH - 20.0);
            put!(
                self.out,
                "<path d=\"M{x:.1} {bottom:.1}v5\" stroke=\"#52606d\"/><text x=\"{middle:.1}\" y=\"{:.1}\">{label}</text>",
                HEIGHT - 6.0
            );
        }
        self.out.push_str("</g>");
    }

    fn fan(&mut self) {
        let Some(last) = self.plot.fan.last().copied() else {
            return;
        };
        for (is_outer, fill) in [(true, "#dbe7f1"), (false, "#b3cde2")] {
            let (mut there, mut back) = (String::new(), Vec::new());
            for band in &self.plot.fan {
                let (low, high) = if is_outer {
                    (band.low95, band.high95)
                } else {
                    (band.low80, band.high80)
                };
                put!(there, "{:.1} {:.1} ", self.frame.x(band.at), self.frame.y(high));
                back.push(format!("{:.1} {:.1}", self.frame.x(band.at), self.frame.y(low)));
            }
            back.reverse();
            put!(
                self.out,
                "<path d=\"M{there}{}Z\" fill=\"{fill}\"/>",
                back.join(" ")
            );
        }
        let line: Vec<Place> = self.plot.fan.iter().map(|band| (band.at, band.value)).collect();
        self.line(
            &line,
            "stroke=\"#2f7fc1\" stroke-width=\"1.8\" stroke-dasharray=\"2 3\"",
        );
        let (x, y) = (self.frame.x(last.at), self.frame.y(last.value));
        put!(
            self.out,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.6\" fill=\"#2f7fc1\"/>"
        );
    }

    fn breaks(&mut self) {
        for at in &self.plot.breaks {
            if *at > self.frame.time.0 && *at < self.frame.time.1 {
                let x = self.frame.x(*at);
                put!(
                    self.out,
                    "<path d=\"M{x:.1} {TOP}V{:.1}\" stroke=\"#6b5ca5\" stroke-width=\"1.6\" stroke-dasharray=\"4 3\"/>",
                    HEIGHT - BOTTOM
                );
            }
        }
    }

    fn path(&mut self) {
        let path = std::mem::take(&mut self.plot.path);
        self.line(
            &path,
            "stroke=\"#7b8794\" stroke-width=\"2.2\" stroke-dasharray=\"6 4\"",
        );
        self.plot.path = path;
        if let Some(start) = self.plot.baseline {
            let (x, y) = (self.frame.x(start.0), self.frame.y(start.1));
            put!(
                self.out,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"7\" height=\"7\" fill=\"#7b8794\"/>",
                x - 3.5,
                y - 3.5
            );
        }
    }

    fn targets(&mut self) {
        for (from, to, level) in &self.plot.targets {
            let (mut from, to, y) = (self.frame.x(*from), self.frame.x(*to), self.frame.y(*level));
            from = from.min(to - 18.0);
            put!(
                self.out,
                "<path d=\"M{from:.1} {y:.1}H{:.1}\" stroke=\"#0b3c5d\" stroke-width=\"3\"/>",
                to + 6.0
            );
        }
    }

    fn figures(&mut self) {
        let points = std::mem::take(&mut self.plot.points);
        for run in points.chunk_by(|a, b| a.1 == b.1) {
            let line: Vec<Place> = run.iter().map(|(place, _)| *place).collect();
            self.line(
                &line,
                "stroke=\"#17212b\" stroke-width=\"1.8\" stroke-linejoin=\"round\"",
            );
        }
        // An estimate belongs to the row of figures, but not to what was published.
        if let (Some((last, _)), Some(estimate)) = (points.last(), self.plot.estimates.last().copied())
            && estimate.0 > last.0
        {
            self.line(
                &[*last, estimate],
                "stroke=\"#17212b\" stroke-width=\"1.2\" stroke-dasharray=\"1.5 3\"",
            );
        }
        for (earlier, now) in &self.plot.vintages {
            let (x, from, to) = (
                self.frame.x(earlier.0),
                self.frame.y(earlier.1),
                self.frame.y(*now),
            );
            put!(
                self.out,
                "<path d=\"M{x:.1} {from:.1}V{to:.1}\" stroke=\"#8a5a00\"/>\
                 <circle cx=\"{x:.1}\" cy=\"{from:.1}\" r=\"3.4\" fill=\"#fff\" stroke=\"#8a5a00\" stroke-width=\"1.5\"/>"
            );
        }
        let radius = if points.len() > MOST_DOTS { 1.3 } else { 3.4 };
        for (place, _) in &points {
            let (x, y) = (self.frame.x(place.0), self.frame.y(place.1));
            put!(
                self.out,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\" fill=\"#17212b\"/>"
            );
        }
        for (x, y) in self
            .plot
            .running
            .iter()
            .map(|place| (self.frame.x(place.0), self.frame.y(place.1)))
        {
            put!(
                self.out,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"7\" height=\"7\" fill=\"#fff\" stroke=\"#52606d\" stroke-width=\"1.4\"/>",
                x - 3.5,
                y - 3.5
            );
        }
        for (x, y) in self
            .plot
            .estimates
            .iter()
            .map(|place| (self.frame.x(place.0), self.frame.y(place.1)))
        {
            put!(
                self.out,
                "<path d=\"M{x:.1} {:.1}l4.8 4.8-4.8 4.8-4.8-4.8z\" fill=\"#fff\" stroke=\"#17212b\" stroke-width=\"1.6\"/>",
                y - 4.8
            );
        }
        for (x, y) in self
            .plot
            .conflicts
            .iter()
            .map(|place| (self.frame.x(place.0), self.frame.y(place.1)))
        {
            put!(
                self.out,
                "<path d=\"M{:.1} {:.1}l7 7m0-7l-7 7\" fill=\"none\" stroke=\"#9a2617\" stroke-width=\"1.8\"/>",
                x - 3.5,
                y - 3.5
            );
        }
        self.plot.points = points;
    }

    /// Names the target and the newest figure at their places.
    fn labels(&mut self) {
        let halo = "paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"3.5\" stroke-linejoin=\"round\"";
        let mut taken = None;
        if let Some((_, to, level)) = self.plot.targets.last() {
            let (x, mut y) = (self.frame.x(*to) + 6.0, self.frame.y(*level) - 8.0);
            if y < TOP - 8.0 {
                y += 24.0;
            }
            taken = Some((x, y));
            let value = self.scaled(*level, EXACT_DIGITS);
            let word = say(("target ", "目标"), self.language);
            put!(
                self.out,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"12.5\" font-weight=\"600\" fill=\"#0b3c5d\" text-anchor=\"end\" {halo}>{word}{value}</text>"
            );
        }
        let newest = self.plot.points.last().map(|(place, _)| *place);
        let estimate = self.plot.estimates.last().copied();
        let is_estimate = match (newest, estimate) {
            (Some(newest), Some(estimate)) => estimate.0 > newest.0,
            (newest, estimate) => newest.is_none() && estimate.is_some(),
        };
        let newest = if is_estimate {
            estimate
        } else {
            newest.or(self.plot.running.last().copied())
        };
        let Some(newest) = newest else { return };
        let (x, y) = (self.frame.x(newest.0), self.frame.y(newest.1));
        let above_path = self
            .indicator
            .deviation
            .as_ref()
            .is_none_or(|deviation| !deviation.absolute.is_sign_negative());
        let has_room = |y: f64| {
            y > TOP
                && y < HEIGHT - BOTTOM - 4.0
                && taken.is_none_or(|(tx, ty): (f64, f64)| (tx - x).abs() > 90.0 || (ty - y).abs() > 15.0)
        };
        let (up, down) = (y - 9.0, y + 19.0);
        let y = if (above_path && has_room(up)) || !has_room(down) {
            up
        } else {
            down
        };
        let digits = if is_estimate {
            COMPUTED_DIGITS
        } else {
            EXACT_DIGITS
        };
        let value = self.scaled(newest.1, digits);
        let x = x.clamp(LEFT + 16.0, WIDTH - RIGHT - 16.0);
        put!(
            self.out,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"13\" font-weight=\"700\" fill=\"#17212b\" text-anchor=\"middle\" {halo}>{value}</text>"
        );
    }

    /// A value in the numbers of the axis, as exactly as the drawing has room for.
    fn scaled(&self, value: f64, digits: u32) -> String {
        let scaled = value / self.frame.divisor;
        let rounded = Decimal::from_f64(scaled)
            .and_then(|value| value.round_sf(digits))
            .map(|value| value.normalize());
        let text = rounded.map_or_else(|| number_words::plain(scaled, 1), number_words::grouped);
        if self.language == Language::Zh {
            text.replace(',', "")
        } else {
            text
        }
    }

    fn line(&mut self, places: &[Place], style: &str) {
        if places.len() < 2 {
            return;
        }
        self.out.push_str("<path fill=\"none\" d=\"M");
        for place in places {
            put!(
                self.out,
                "{:.1} {:.1} ",
                self.frame.x(place.0),
                self.frame.y(place.1)
            );
        }
        put!(self.out, "\" {style}/>");
    }

    /// Explains the signs that this chart uses, and no others.
    fn legend(&mut self) {
        let plot = &self.plot;
        let signs = [
            (!plot.points.is_empty(), "k-point", ("published", "已公布")),
            (
                !plot.estimates.is_empty(),
                "k-estimate",
                ("full year estimated", "全年推算"),
            ),
            (
                !plot.running.is_empty(),
                "k-running",
                ("year to date", "年内累计"),
            ),
            (
                plot.baseline.is_some(),
                "k-baseline",
                ("plan's start", "计划基期"),
            ),
            (plot.path.len() > 1, "k-path", ("expected path", "预期路径")),
            (!plot.targets.is_empty(), "k-target", ("target", "目标")),
            (
                !plot.fan.is_empty(),
                "k-fan",
                ("projection, 80% and 95%", "预测及80%、95%区间"),
            ),
            (
                !plot.vintages.is_empty(),
                "k-vintage",
                ("earlier value, since revised", "修订前数值"),
            ),
            (
                !plot.conflicts.is_empty(),
                "k-conflict",
                ("another source's value", "其他来源数值"),
            ),
            (
                !plot.breaks.is_empty(),
                "k-break",
                ("definition changed", "口径变化"),
            ),
        ];
        self.out.push_str("<ul class=\"legend\">");
        for (_, sign, pair) in signs.into_iter().filter(|sign| sign.0) {
            let words = say(pair, self.language);
            put!(
                self.out,
                "<li><svg aria-hidden=\"true\"><use href=\"#{sign}\"/></svg>{words}</li>"
            );
        }
        self.out.push_str("</ul>");
        if plot.left_out > 0 {
            let count = plot.left_out;
            match self.language {
                Language::En => {
                    put!(
                        self.out,
                        "<figcaption>{count} older figures are not drawn.</figcaption>"
                    );
                }
                Language::Zh => {
                    put!(self.out, "<figcaption>另有{count}个较早数据未绘出。</figcaption>");
                }
            }
        }
    }
}
