//! The steps of a verdict in the reader's language: the method writes them down in English, once, for all forms.
//!
//! Nothing is computed here. What this does not know stays as it is; the tests hold every kind of target against it.

use std::borrow::Cow;

use milepost_model::{Comparison, Language, Operator, PathKind, Period, TargetKind};
use milepost_trajectory::{LatestBasis, Reason, Status};

use crate::date_words;
use crate::report::text::TextForm as _;
use crate::report::v1::StatusWord;
use crate::words::{self, say};

/// Returns the name of a step.
pub(crate) fn step(text: &str, language: Language) -> &str {
    match language {
        Language::En => text,
        Language::Zh => chinese_step(text).unwrap_or(text),
    }
}

/// Returns a formula. The signs stay; its words change.
pub(crate) fn formula(text: &str, language: Language) -> Cow<'_, str> {
    if language == Language::En {
        return Cow::Borrowed(text);
    }
    if let Some(points) = text
        .strip_prefix("published growth counts; it is ")
        .and_then(|rest| rest.strip_suffix(" points from the levels'"))
    {
        return Cow::Owned(format!("以公布增速为准；与按水平值计算相差{points}个百分点"));
    }
    Cow::Borrowed(chinese_formula(text).unwrap_or(text))
}

/// Returns the name of what goes in.
pub(crate) fn input(text: &str, language: Language) -> &str {
    match language {
        Language::En => text,
        Language::Zh => chinese_input(text).unwrap_or(text),
    }
}

/// Returns what goes in under a name, or what comes out of a step.
pub(crate) fn value<'a>(name: &str, text: &'a str, language: Language) -> Cow<'a, str> {
    if let Some(word) = coded(name, text, language) {
        return word;
    }
    if language == Language::En {
        return Cow::Borrowed(text);
    }
    if let Some(word) = chinese_value(text) {
        return Cow::Borrowed(word);
    }
    if name == "full_year"
        && let Some((value, year)) = text.split_once(" for ")
    {
        return Cow::Owned(format!("{year}年{value}"));
    }
    let mut text = Cow::Borrowed(text);
    for (english, chinese) in WITHIN {
        if text.contains(english) {
            text = Cow::Owned(text.replace(english, chinese));
        }
    }
    text
}

/// Words within a value, the longer ones first.
const WITHIN: [(&str, &str); 10] = [
    (" (not distinguishable)", "（无法区分）"),
    (" (not met)", "（未达标）"),
    (" (met)", "（达标）"),
    (" % a year", "%（每年）"),
    (" a year", "（每年）"),
    (" to ", "至"),
    (" of ", "/"),
    (", ", "，"),
    ("; ", "；"),
    ("%: ", "%："),
];

/// A value that is one of the method's codes, by the name it stands under.
fn coded(name: &str, text: &str, language: Language) -> Option<Cow<'static, str>> {
    let pair = match name {
        "kind" => words::target_kind(TargetKind::parse(text).ok()?),
        "operator" => words::operator(Operator::parse(text).ok()?),
        "path" => words::path_kind(PathKind::parse(text).ok()?),
        "basis" => words::basis(LatestBasis::read(text)?),
        "claimed" => words::comparison(Comparison::parse(text).ok()?),
        "reason" | "fall" => words::reason(Reason::parse(text)?),
        "status" | "held; the figures alone would give" => {
            words::status(StatusWord::from(Status::parse(text)?))
        }
        "period" | "by" => {
            let period = Period::parse(text).ok()?;
            return Some(Cow::Owned(date_words::period(period, language)));
        }
        _ => return None,
    };
    Some(Cow::Borrowed(say(pair, language)))
}

fn chinese_step(text: &str) -> Option<&'static str> {
    Some(match text {
        "figures" => "数据",
        "target" => "目标",
        "latest" => "最新值",
        "full_year" => "全年推算",
        "splice" => "口径换算",
        "path" => "路径",
        "deviation" => "偏离",
        "completion" => "完成进度",
        "pace" => "速度比",
        "required" => "今后需要",
        "recent_rate" => "近期速度",
        "effort" => "力度",
        "projection" => "预测",
        "interval" => "区间",
        "met" => "是否达标",
        "fall" => "累计数下降",
        "years" => "达标年度",
        "mean" => "平均",
        "margin" => "余量",
        "direction" => "方向",
        "milestone" => "完成情况",
        "growth" => "增速",
        "status" => "状态",
        _ => return None,
    })
}

fn chinese_value(text: &str) -> Option<&'static str> {
    Some(match text {
        "met" => "达标",
        "not met" => "未达标",
        "not distinguishable at published precision" => "在公布精度下无法区分",
        "done" => "已完成",
        "not done" => "未完成",
        "clear" => "显著",
        "not clear" => "不显著",
        "yes" => "是",
        "as printed" => "原值",
        "logarithms" => "对数",
        "log odds" => "对数几率",
        _ => return None,
    })
}

fn chinese_formula(text: &str) -> Option<&'static str> {
    Some(match text {
        "periods with a figure that counts" => "有有效数据的时期数",
        "the version in force on the day of the report" => "报告日有效的目标版本",
        "the newest figure that is judged" => "用于判断的最新数据",
        "year to date / mean share" => "年内累计 / 平均占比",
        "full year before * year to date / same months a year ago" => "上年全年 * 年内累计 / 上年同期",
        "year to date * 12 / months" => "年内累计 * 12 / 月数",
        "the growth of the year to date, taken for the year" => "以年内累计增速代表全年",
        "baseline * splice factor" => "基期值 * 换算系数",
        "yT throughout" => "始终为yT",
        "y0 until tT, then yT" => "tT之前为y0，之后为yT",
        "on the line between the milestones before and after t" => "位于t前后两个阶段目标的连线上",
        "100 / (1 + exp(-x)), x on the line from ln(y0 / (100 - y0)) to ln(yT / (100 - yT))" => {
            "100 / (1 + exp(-x))，x在ln(y0 / (100 - y0))至ln(yT / (100 - yT))的连线上"
        }
        "value - expected" => "实际值 - 路径应达值",
        "((y - y0) / years gone) / ((yT - y0) / years in all)" => {
            "((y - y0) / 已过年数) / ((yT - y0) / 总年数)"
        }
        "((y / y0) ^ (1 / years gone) - 1) / ((yT / y0) ^ (1 / years in all) - 1)" => {
            "((y / y0) ^ (1 / 已过年数) - 1) / ((yT / y0) ^ (1 / 总年数) - 1)"
        }
        "((L(y) - L(y0)) / years gone) / ((L(yT) - L(y0)) / years in all), L(y) = ln(y / (100 - y))" => {
            "((L(y) - L(y0)) / 已过年数) / ((L(yT) - L(y0)) / 总年数)，L(y) = ln(y / (100 - y))"
        }
        "(y - y0) / (expected now - y0)" => "(y - y0) / (此时应达值 - y0)",
        "1 + (y - expected now) / expected now, turned to the good direction" => {
            "1 + (y - 此时应达值) / 此时应达值，按有利方向取号"
        }
        "1 + (mean - level) / level, turned to the good direction" => {
            "1 + (平均值 - 目标值) / 目标值，按有利方向取号"
        }
        "1 + (value - level) / level, turned to the good direction" => {
            "1 + (实际值 - 目标值) / 目标值，按有利方向取号"
        }
        "1 + (growth - target growth) / target growth, turned to the good direction" => {
            "1 + (增速 - 目标增速) / 目标增速，按有利方向取号"
        }
        "mean growth / target growth" => "平均增速 / 目标增速",
        "growth / target growth" => "增速 / 目标增速",
        "100 * ((yT / y) ^ (1 / years left) - 1)" => "100 * ((yT / y) ^ (1 / 剩余年数) - 1)",
        "(yT - y) / years left" => "(yT - y) / 剩余年数",
        "100 * (exp(b) - 1), b the median of the slopes of ln(value) between all pairs of figures" => {
            "100 * (exp(b) - 1)，b为各对数据间ln(数值)斜率的中位数"
        }
        "median of the slopes between all pairs of figures" => "各对数据间斜率的中位数",
        "median of the last three years" => "最近三年的中位数",
        "median of the last three figures" => "最近三个数据的中位数",
        "required rate / recent rate" => "所需速度 / 近期速度",
        "required / recent" => "所需 / 近期",
        "required / recent, both in years of the path a year" => "所需 / 近期，均折算为每年走过的路径年数",
        "last value + b * sum of 0.8^i for i = 1..h" => "末值 + b * Σ0.8^i（i = 1..h）",
        "(sum so far + last value + b * sum of 0.8^i, for each year left) / years that count" => {
            "（迄今合计 + 剩余各年的（末值 + b * Σ0.8^i））/ 考核年数"
        }
        "projection ± multiplier * error on the same scale, error = s * sqrt(h * (1 + h / years seen))" => {
            "预测值 ± 倍数 * 误差（同一尺度），误差 = s * sqrt(h * (1 + h / 观测年数))"
        }
        "the printed figure, with what its last digit leaves open, against the level" => {
            "以公布数字及其末位所容许的范围与目标值比较"
        }
        "a cumulative count below an earlier one: a revision or a change of definition, never a fall" => {
            "累计数低于先前值：视为修订或口径变化，而非下降"
        }
        "years met / years with a figure" => "达标年数 / 有数据年数",
        "mean = sum / n; the remaining years need (m * N - sum) / (N - n)" => {
            "平均 = 合计 / n；剩余各年需要(m * N - 合计) / (N - n)"
        }
        "index = 100 * product of (1 + rate / 100); mean = 100 * ((index / 100) ^ (1 / n) - 1); the \
         remaining years need 100 * (((1 + g / 100) ^ N / (index / 100)) ^ (1 / (N - n)) - 1)" => {
            "指数 = 100 * Π(1 + 增速 / 100)；平均 = 100 * ((指数 / 100) ^ (1 / n) - 1)；剩余各年需要\
             100 * (((1 + g / 100) ^ N / (指数 / 100)) ^ (1 / (N - n)) - 1)"
        }
        "distance to the level, positive on the good side" => "与目标值的距离，有利一侧为正",
        "reported >= done" => "报告值 >= 完成值",
        "a trend is clear from p < 0.1 on; its direction is the slope's" => {
            "p < 0.1时趋势显著；方向取斜率符号"
        }
        "100 * (level - level a year ago) / level a year ago" => "100 * (本期 - 上年同期) / 上年同期",
        "rung of the pace; not on track, because the level is not met in every year or now" => {
            "按速度比定级；因并非各年（或当前）均达标，不列为进展正常"
        }
        "rung of the pace; not on track, because it is less likely than not to arrive" => {
            "按速度比定级；因实现的可能性不足一半，不列为进展正常"
        }
        "rung of the pace" => "按速度比定级",
        "a fact: whatever the pace" => "既成事实，与速度无关",
        "nothing can be said" => "无法判断",
        _ => return None,
    })
}

fn chinese_input(text: &str) -> Option<&'static str> {
    Some(match text {
        "published by" => "发布截至",
        "known by" => "获知截至",
        "growth rates published with them" => "随附公布的增速",
        "left out: in another unit" => "未计入：单位不同",
        "left out: for a period that had not ended when published" => "未计入：发布时该时期尚未结束",
        "left out: about a part, or on another base" => "未计入：仅为部分或对比基期不同",
        "sources disagree on" => "来源不一",
        "published anew" => "重新发布",
        "version" => "版本",
        "kind" => "类型",
        "operator" => "要求",
        "by" => "期限",
        "path" => "路径",
        "period" => "时期",
        "basis" => "依据",
        "printed to" => "末位单位",
        "claimed" => "措辞",
        "stands for" => "可能范围",
        "year to date" => "年内累计",
        "mean share of the three years before" => "前三年同期平均占比",
        "by the largest share" => "按最大占比",
        "by the smallest share" => "按最小占比",
        "same months a year ago" => "上年同期",
        "full year before" => "上年全年",
        "months" => "月数",
        "growth" => "增速",
        "published, in percent" => "公布增速（%）",
        "level" => "水平值",
        "level a year ago" => "上年同期水平值",
        "implied level a year ago" => "推算的上年同期水平值",
        "baseline" => "基期值",
        "splice factor" => "换算系数",
        "value" => "数值",
        "expected" => "应达值",
        "expected now" => "此时应达值",
        "percent" => "百分比",
        "months ahead (positive) or behind" => "提前（正）或落后月数",
        "years gone" => "已过年数",
        "years in all" => "总年数",
        "years left" => "剩余年数",
        "figures (decimal year, 2024 is the end of 2023: value)" => "数据（小数年，2024即2023年末：数值）",
        "figures" => "数据",
        "required" => "所需",
        "recent" => "近期",
        "scale" => "尺度",
        "last value" => "末值",
        "b, median slope a year" => "b，每年斜率的中位数",
        "median slope a year" => "每年斜率的中位数",
        "h, years ahead" => "h，预测年数",
        "sum of 0.8^i" => "Σ0.8^i",
        "s, deviation of yearly steps" => "s，年度变动的离差",
        "years seen" => "观测年数",
        "error" => "误差",
        "multiplier for 80%" => "80%倍数",
        "multiplier for 95%" => "95%倍数",
        "chance of meeting the target" => "实现目标的可能性",
        "sum so far" => "迄今合计",
        "years that count" => "考核年数",
        "sum" => "合计",
        "n, years with a figure" => "n，有数据年数",
        "n, years with a rate" => "n，有增速年数",
        "N, years that count" => "N，考核年数",
        "m, target" => "m，目标值",
        "remaining years need" => "剩余各年需要",
        "remaining years need, in percent" => "剩余各年需要（%）",
        "index, start = 100" => "指数（起点=100）",
        "product of the known years, start = 100" => "有数据年份的连乘（起点=100）",
        "g, target growth in percent" => "g，目标增速（%）",
        "mean growth" => "平均增速",
        "target growth" => "目标增速",
        "mean" => "平均值",
        "years" => "各年",
        "worst gap" => "最大差距",
        "reported" => "报告值",
        "done from" => "完成值",
        "p value (Mann-Kendall, two-sided)" => "p值（曼—肯德尔双侧检验）",
        "pace" => "速度比",
        "on track from" => "进展正常下限",
        "lagging from" => "滞后下限",
        "chance" => "可能性",
        "recent rate suffices" => "近期速度已足够",
        "reason" => "原因",
        "releases in this band" => "处于此档的发布次数",
        "held; the figures alone would give" => "暂维持；仅按数据应为",
        _ => return None,
    })
}
