//! Writes a report as Markdown: the same order as the HTML, without drawings, for mail, chat and review.

use std::fmt::Write as _;

use milepost_model::{Language, Unit};

use crate::html::{is_deceptive, link_target};
use crate::phrase::{self, judged_unit};
use crate::report::v1::{Bulletin, IndicatorReport, Report};
use crate::words::{self, Pair, say};
use crate::{date_words, sentence};

/// Characters of a quote; the data has it whole.
const MOST_QUOTE: usize = 300;

/// Returns the report as Markdown (`CommonMark` with tables) in `language`. The same report gives the same bytes.
pub fn render_markdown(report: &Report, language: Language) -> String {
    let mut sheet = Sheet {
        out: String::new(),
        report,
        language,
    };
    sheet.head();
    sheet.attention();
    sheet.changes();
    sheet.watch();
    sheet.indicators();
    sheet.evidence();
    sheet.inputs();
    sheet.out
}

/// Markdown under way.
struct Sheet<'a> {
    out: String,
    report: &'a Report,
    language: Language,
}

/// Appends formatted text; writing to a text cannot fail.
macro_rules! put {
    ($sheet:expr, $($arg:tt)*) => { let _ = write!($sheet.out, $($arg)*); };
}

impl Sheet<'_> {
    fn say(&self, pair: Pair) -> &'static str {
        say(pair, self.language)
    }

    fn head(&mut self) {
        let title = escaped(self.report.plan.title.get(self.language));
        let day = date_words::date(*self.report.as_of, self.language);
        let headline = escaped(self.report.summary.headline.get(self.language));
        let as_of = self.say(("As of", "截至"));
        let area = escaped(phrase::area(&self.report.plan, self.language));
        let gap = self.say((" ", ""));
        put!(
            self,
            "# {title}\n\n{area} · {as_of}{gap}{day}\n\n**{headline}**\n"
        );
    }

    fn title(&mut self, pair: Pair) {
        let words = self.say(pair);
        put!(self, "\n## {words}\n\n");
    }

    fn table(&mut self, heads: &[Pair]) {
        self.out.push('|');
        for head in heads {
            let words = self.say(*head);
            put!(self, " {words} |");
        }
        self.out.push_str("\n|");
        for _ in heads {
            self.out.push_str(" --- |");
        }
        self.out.push('\n');
    }

    fn row(&mut self, cells: &[String]) {
        self.out.push('|');
        for cell in cells {
            put!(self, " {cell} |");
        }
        self.out.push('\n');
    }

    fn name(&self, id: &str) -> String {
        let found = self.report.indicators.iter().find(|indicator| indicator.id == id);
        escaped(found.map_or(id, |indicator| indicator.title.get(self.language)))
    }

    fn attention(&mut self) {
        self.behind();
        self.not_judged();
    }

    fn not_judged(&mut self) {
        if self.report.summary.not_judged.is_empty() {
            return;
        }
        self.title(("Cannot be judged yet", "暂无法判断"));
        self.table(&[
            ("Indicator", "指标"),
            ("Why", "原因"),
            ("What it would take to judge", "判断所需"),
        ]);
        for open in &self.report.summary.not_judged {
            let texts = [&open.why, &open.what_it_takes];
            let mut cells = vec![self.name(&open.indicator)];
            cells.extend(texts.map(|words| escaped(words.get(self.language))));
            self.row(&cells);
        }
    }

    fn behind(&mut self) {
        if self.report.summary.attention.is_empty() {
            return;
        }
        self.title(("Behind", "落后指标"));
        self.table(&[
            ("Indicator", "指标"),
            ("Status", "状态"),
            ("By how much", "差距"),
            ("Since when", "起始"),
            ("What it would take", "需要多快"),
            ("How sure", "把握"),
        ]);
        for entry in &self.report.summary.attention {
            let status = self.say(words::status(entry.status)).to_owned();
            let texts = [
                &entry.by_how_much,
                &entry.since,
                &entry.what_it_takes,
                &entry.how_sure,
            ];
            let mut cells = vec![self.name(&entry.indicator), status];
            cells.extend(texts.map(|words| escaped(words.get(self.language))));
            self.row(&cells);
        }
    }

    fn changes(&mut self) {
        self.title(("What changed since the last report", "与上次报告相比的变化"));
        if self.report.previous.is_none() {
            let words = self.say(("This is the first report of the plan.", "这是本计划的首份报告。"));
            put!(self, "{words}\n");
            return;
        }
        if self.report.changes.is_empty() {
            let words = self.say(("Nothing changed.", "没有变化。"));
            put!(self, "{words}\n");
        }
        for change in &self.report.changes {
            let kind = self.say(words::change(change.kind));
            let name = change
                .indicator
                .as_deref()
                .map(|id| self.name(id))
                .unwrap_or_default();
            let text = escaped(change.text.get(self.language));
            put!(self, "- **{kind}** — {name}: {text}\n");
        }
    }

    fn watch(&mut self) {
        self.title(("Figures to be careful with", "需留意的数据"));
        let summary = &self.report.summary;
        let lists: [(Pair, &[String]); 5] = [
            (("Late", "逾期"), &summary.late),
            (("Missing", "缺失"), &summary.missing),
            (("In conflict", "来源不一"), &summary.conflicting),
            (("Revised", "修订"), &summary.revised),
            (("By hand", "人工处理"), &summary.by_hand),
        ];
        let start = self.out.len();
        for (pair, ids) in lists {
            if ids.is_empty() {
                continue;
            }
            let names: Vec<String> = ids.iter().map(|id| self.name(id)).collect();
            let (words, names) = (self.say(pair), names.join(self.say(("; ", "；"))));
            put!(self, "- **{words}**: {names}\n");
        }
        for identity in self.report.identities.iter().filter(|identity| !identity.holds) {
            let words = self.say(("Sums that do not add up", "合计不符"));
            let (name, period) = (
                self.name(&identity.whole),
                date_words::period(*identity.period, self.language),
            );
            put!(self, "- **{words}**: {name}, {period}\n");
        }
        for entry in &self.report.set_aside {
            let words = self.say(("Set aside", "待人工复核"));
            let name = entry
                .indicator
                .as_deref()
                .map(|id| self.name(id))
                .unwrap_or_default();
            put!(
                self,
                "- **{words}**: {name} {} ({})\n",
                escaped(&entry.reason),
                entry.count
            );
        }
        for bulletin in &self.report.unreadable {
            let words = self.say(("Could not be read", "无法读取"));
            put!(
                self,
                "- **{words}**: {} — {}\n",
                link(&bulletin.url, &bulletin.url),
                escaped(&bulletin.reason)
            );
        }
        for source in self
            .report
            .sources
            .iter()
            .filter(|source| source.class != crate::HealthClass::Ok)
        {
            let words = self.say(("Source", "来源"));
            let health = self.say(words::health(source.class));
            put!(
                self,
                "- **{words}**: {} — {health} {}\n",
                escaped(source.title.get(self.language)),
                escaped(&source.message)
            );
        }
        if self.out.len() == start {
            let words = self.say(("None.", "无。"));
            put!(self, "{words}\n");
        }
    }

    fn indicators(&mut self) {
        self.title(("All indicators", "全部指标"));
        self.table(&[
            ("Indicator", "指标"),
            ("Latest", "最新值"),
            ("Target", "目标"),
            ("Status", "状态"),
            ("Deviation", "偏离"),
            ("Chance", "可能性"),
        ]);
        for indicator in &self.report.indicators {
            let cells = self.indicator_cells(indicator);
            self.row(&cells);
        }
    }

    fn indicator_cells(&self, indicator: &IndicatorReport) -> [String; 6] {
        let language = self.language;
        let none = || "—".to_owned();
        let latest = indicator.latest.as_ref().map(|latest| {
            let value = phrase::latest_value(latest, judged_unit(indicator), language);
            format!("{value} ({})", date_words::period(*latest.period, language))
        });
        let target = indicator
            .target
            .as_ref()
            .map(|target| phrase::target(target, indicator, language));
        let mut status = match (&indicator.target, indicator.reason) {
            (None, _) => self.say(("tracked", "跟踪")).to_owned(),
            (Some(_), Some(reason)) => {
                format!(
                    "{}: {}",
                    self.say(words::status(indicator.status)),
                    self.say(words::reason(*reason))
                )
            }
            (Some(_), None) => self.say(words::status(indicator.status)).to_owned(),
        };
        for modifier in &indicator.modifiers {
            put_modifier(&mut status, self.say(words::modifier(**modifier)));
        }
        let deviation = phrase::told_deviation(indicator).map(|_| sentence::by_how_much(indicator, language));
        let chance = indicator
            .projection
            .as_ref()
            .and_then(|projection| projection.chance);
        let chance = chance.map(|chance| phrase::chance(chance, language));
        [
            escaped(indicator.title.get(language)),
            escaped(&latest.unwrap_or_else(none)),
            escaped(&target.unwrap_or_else(none)),
            status,
            escaped(&deviation.unwrap_or_else(none)),
            chance.unwrap_or_else(none),
        ]
    }

    fn evidence(&mut self) {
        self.title(("Evidence of the latest figures", "最新数据的依据"));
        for indicator in &self.report.indicators {
            let Some(evidence) = indicator.evidence.first() else {
                continue;
            };
            let name = escaped(indicator.title.get(self.language));
            let unit: Unit = *evidence.unit;
            let value = phrase::claimed(*evidence.value, unit, *evidence.comparison, self.language);
            let period = date_words::period(*evidence.period, self.language);
            let quote = evidence
                .quotes
                .first()
                .map(|quote| crate::cut::cut(&quote.quote, MOST_QUOTE))
                .unwrap_or_default();
            let bulletin = self.report.bulletins.get(evidence.bulletin);
            let source = bulletin.map(|bulletin| self.source(bulletin)).unwrap_or_default();
            put!(
                self,
                "- **{name}**: {}, {period}. “{}” — {source}\n",
                escaped(&value),
                escaped(&quote)
            );
        }
    }

    fn source(&self, bulletin: &Bulletin) -> String {
        let name = if bulletin.title.trim().is_empty() {
            &bulletin.source
        } else {
            &bulletin.title
        };
        format!(
            "{}, {}",
            link(&bulletin.url, name),
            date_words::date(*bulletin.published, self.language)
        )
    }

    fn inputs(&mut self) {
        self.title(("Inputs and digests", "数据来源与校验"));
        let inputs = &self.report.inputs;
        let (plan, figures) = (self.say(("Plan", "计划")), self.say(("Figures", "数据")));
        put!(
            self,
            "- {plan} {}: `{}`\n",
            escaped(&self.report.plan.id),
            code(&inputs.plan_sha256)
        );
        put!(
            self,
            "- {figures} ({}): `{}`\n",
            inputs.figures,
            code(&inputs.figures_sha256)
        );
        for input in &inputs.given {
            put!(self, "- {}: `{}`\n", escaped(&input.name), code(&input.sha256));
        }
        let known = self.say(("Figures known by", "所知数据截至"));
        let instant = date_words::instant(*self.report.known_at, self.language);
        put!(
            self,
            "- {known} {instant} · Milepost {}\n",
            escaped(&self.report.milepost)
        );
    }
}

fn put_modifier(status: &mut String, words: &str) {
    status.push_str("; ");
    status.push_str(words);
}

/// Returns text that Markdown shows as it is: on one line, without markup, links or table breaks.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '#' | '|' | '!' | '~' | '{' | '}' | '$' => {
                // Brackets alone make no link, and figures in them should stay readable in the source.
                let is_harmless = matches!(character, '(' | ')');
                if !is_harmless {
                    out.push('\\');
                }
                out.push(character);
            }
            character if is_deceptive(character) => out.push('\u{fffd}'),
            character => out.push(character),
        }
    }
    // An address in running text would become a link by itself, whatever its scheme.
    out.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")
}

/// Returns text for between backticks.
fn code(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Returns a link, or the text alone where the address may not become one.
fn link(url: &str, text: &str) -> String {
    let Some(target) = link_target(url) else {
        return escaped(text);
    };
    let mut safe = String::with_capacity(target.len());
    for character in target.chars() {
        match character {
            '<' => safe.push_str("%3C"),
            '>' => safe.push_str("%3E"),
            '(' => safe.push_str("%28"),
            ')' => safe.push_str("%29"),
            '|' => safe.push_str("%7C"),
            '\\' => safe.push_str("%5C"),
            '`' => safe.push_str("%60"),
            '"' => safe.push_str("%22"),
            '*' => safe.push_str("%2A"),
            character => safe.push(character),
        }
    }
    format!("[{}]({safe})", escaped(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_stays_text() {
        assert_eq!(
            escaped("a|b\n# <i>*x*</i> [y](javascript:1)"),
            "a\\|b \\# &lt;i&gt;\\*x\\*&lt;/i&gt; \\[y\\](javascript:1)"
        );
        assert_eq!(escaped("http://a.example"), "http:&#47;&#47;a.example");
    }

    #[test]
    fn only_web_and_file_addresses_become_links() {
        assert_eq!(link("javascript://x", "t"), "t");
        assert_eq!(
            link("https://a.example/(x)", "t]"),
            "[t\\]](https://a.example/%28x%29)"
        );
    }
}
