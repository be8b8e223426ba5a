//! The words of this crate in English and Chinese. What a report says, the report has in words already.

use milepost_model::Language;

use crate::letter::EventKind;

const fn say((en, zh): (&'static str, &'static str), language: Language) -> &'static str {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// A kind of event in a word or two.
pub(crate) const fn event(kind: EventKind, language: Language) -> &'static str {
    let pair = match kind {
        EventKind::Worsened => ("Worse", "变差"),
        EventKind::NoLongerAssessable => ("No longer judged", "不再可判断"),
        EventKind::Missing => ("No figure", "缺数据"),
        EventKind::Stale => ("Out of date", "数据陈旧"),
        EventKind::Overdue => ("Overdue", "逾期"),
        EventKind::Conflict => ("Sources disagree", "来源不一"),
        EventKind::Revised => ("Revised", "修订"),
        EventKind::SourceFailing => ("Source fails", "来源读取失败"),
        EventKind::SourceSilent => ("Source is silent", "来源无新发布"),
        EventKind::SourceRecovered => ("Source is well", "来源恢复"),
        EventKind::Target => ("Target changed", "目标调整"),
        EventKind::Improved => ("Better", "好转"),
        EventKind::NowAssessable => ("Judged now", "可以判断"),
        EventKind::Added => ("Added", "新增"),
        EventKind::Removed => ("Removed", "移除"),
        EventKind::NewFigure => ("New figure", "新数据"),
    };
    say(pair, language)
}

pub(crate) const fn stale(language: Language) -> &'static str {
    say(
        (
            "the newest figure is older than it should be",
            "最新数据已超出正常时限",
        ),
        language,
    )
}

pub(crate) const fn missing(language: Language) -> &'static str {
    say(("there is no figure any more", "已无任何数据"), language)
}

pub(crate) const fn recovered(language: Language) -> &'static str {
    say(("read without fault again", "恢复正常读取"), language)
}

pub(crate) const fn silent(language: Language) -> &'static str {
    say(
        ("nothing new where a figure was due", "应有新数据而未见发布"),
        language,
    )
}

/// What stands for events that a message has no room for.
pub(crate) fn left_out(count: usize, language: Language) -> String {
    match language {
        Language::En => format!("… and {count} more lines; the report has them all"),
        Language::Zh => format!("……另有{count}行，详见报告"),
    }
}
