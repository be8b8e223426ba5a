//! Measures how fast text is read, in bytes of text a second on one core.
//!
//! The texts are paragraphs as bulletins print them: about one sentence in three holds figures.

use divan::Bencher;
use divan::counter::BytesCount;
use milepost_grammar::{Context, read};
use milepost_model::NaiveDate;

/// A paragraph of a Chinese bulletin.
const CHINESE: &str = "2025年，面对复杂严峻的外部环境，全市上下坚持稳中求进工作总基调，扎实推动高质量发展，内陆开放高地建设取得新的成效。\
    据海关统计，2025年，重庆外贸进出口总值8006.8亿元，同比增长12%。其中，出口5587.3亿元，增长9.1%；进口2419.5亿元，增长22%。\
    开放平台能级持续提升，制度创新成果不断涌现，营商环境持续优化，各类市场主体活力进一步增强，开放型经济发展的基础更加稳固。\
    对东盟、欧盟、美国分别进出口1326.5亿元、1082.4亿元、980.1亿元，分别增长12.6%、10.2%、3.1%。\
    下一步，将进一步完善协同机制，强化服务保障，支持企业开拓多元化市场，推动外贸质升量稳。\n";

/// A paragraph of an English one.
const ENGLISH: &str = "Chongqing continued to build an inland open economy, with new progress in its corridors, hubs and platforms. \
    In the first half of 2021, Chongqing's foreign trade grew 37.6 percent year on year to 376.6 billion yuan (about 58.05 billion U.S. dollars). \
    The municipality improved its business environment, and more companies took part in the trade with partners along the corridor. \
    Exports rose 37.7 percent to 232.13 billion yuan, and imports rose 37.5 percent to 144.47 billion yuan. \
    The local authorities said that they would go on to support innovation in services and in digital trade.\n";

fn main() {
    divan::main();
}

fn context() -> Context {
    Context {
        published: NaiveDate::from_ymd_opt(2026, 1, 26),
        ..Context::default()
    }
}

#[divan::bench]
fn chinese(bencher: Bencher<'_, '_>) {
    paragraphs(bencher, CHINESE);
}

#[divan::bench]
fn english(bencher: Bencher<'_, '_>) {
    paragraphs(bencher, ENGLISH);
}

/// Reads a hundred lines one by one, as a document gives them.
fn paragraphs(bencher: Bencher<'_, '_>, line: &str) {
    let lines = vec![line; 100];
    let context = context();
    bencher
        .counter(BytesCount::new(line.len() * lines.len()))
        .bench(|| {
            lines
                .iter()
                .map(|line| read(divan::black_box(line), &context).statements.len())
                .sum::<usize>()
        });
}

/// One line of 64 KiB: the longest that a document gives at once.
#[divan::bench]
fn one_long_line(bencher: Bencher<'_, '_>) {
    let text = CHINESE.replace('\n', "").repeat(64 * 1024 / CHINESE.len());
    let context = context();
    bencher
        .counter(BytesCount::new(text.len()))
        .bench(|| read(divan::black_box(&text), &context).statements.len());
}

/// Text without any number costs little more than looking at it.
#[divan::bench]
fn without_figures(bencher: Bencher<'_, '_>) {
    let text =
        "开放平台能级持续提升，制度创新成果不断涌现，营商环境持续优化，各类主体活力进一步增强。".repeat(400);
    let context = context();
    bencher
        .counter(BytesCount::new(text.len()))
        .bench(|| read(divan::black_box(&text), &context).statements.len());
}
