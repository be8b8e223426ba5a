//! The words of reports in both languages: statuses, modifiers, reasons, kinds. Sentences are built elsewhere.

use milepost_model::{Comparison, EvidenceRole, Language, Operator, PathKind, Role, TargetKind};
use milepost_trajectory::{
    EurostatStatus, EustatStatus, LatestBasis, Modifier, OpenSdgStatus, Reason, Resolution, Unsd2022,
    Unsd2023,
};

use crate::figure_rows::Standing;
use crate::report::v1::{ChangeKind, HealthClass, ManualActKind, PointFlag, StatusWord};

/// English and Chinese for the same thing.
pub type Pair = (&'static str, &'static str);

/// Returns the words of the pair in `language`.
pub const fn say(pair: Pair, language: Language) -> &'static str {
    match language {
        Language::En => pair.0,
        Language::Zh => pair.1,
    }
}

/// A status as people say it.
pub const fn status(status: StatusWord) -> Pair {
    match status {
        StatusWord::Achieved => ("Achieved", "已实现"),
        StatusWord::AchievedAtRisk => ("Achieved, at risk", "已实现但有风险"),
        StatusWord::OnTrack => ("On track", "进展正常"),
        StatusWord::Lagging => ("Lagging", "进展滞后"),
        StatusWord::OffTrack => ("Off track", "严重滞后"),
        StatusWord::Reversing => ("Reversing", "反向变动"),
        StatusWord::Missed => ("Missed", "未实现"),
        StatusWord::NotAssessable => ("Cannot be judged", "暂无法判断"),
    }
}

/// What a status means, for the legend.
pub const fn status_meaning(status: StatusWord) -> Pair {
    match status {
        StatusWord::Achieved => (
            "The target is met, and nothing in the trend endangers it.",
            "目标已达到，趋势未见风险。",
        ),
        StatusWord::AchievedAtRisk => (
            "The target is met now, but the trend runs the wrong way.",
            "目标目前已达到，但趋势正朝不利方向变化。",
        ),
        StatusWord::OnTrack => (
            "At 95% or more of the pace the target needs, and more likely than not to reach it.",
            "速度达到所需的95%以上，且实现目标的可能性过半。",
        ),
        StatusWord::Lagging => (
            "Moving the right way at 60 to 95% of the pace needed.",
            "方向正确，速度为所需的60%—95%。",
        ),
        StatusWord::OffTrack => (
            "Moving the right way at less than 60% of the pace needed.",
            "方向正确，但速度不足所需的60%。",
        ),
        StatusWord::Reversing => ("Moving away from the target.", "正在偏离目标方向。"),
        StatusWord::Missed => (
            "The target's day has passed and it was not met.",
            "目标期限已过，未能达到。",
        ),
        StatusWord::NotAssessable => (
            "The figures do not allow a judgement; the reason stands beside it.",
            "现有数据不足以判断，旁注原因。",
        ),
    }
}

/// A modifier as people say it.
pub const fn modifier(modifier: Modifier) -> Pair {
    match modifier {
        Modifier::Stale => ("figures overdue", "数据逾期"),
        Modifier::Provisional => ("provisional", "初步数"),
        Modifier::Break => ("definition changed", "口径有变"),
        Modifier::Annualised => ("full year estimated", "全年为推算"),
        Modifier::LowConfidence => ("low confidence", "可信度低"),
        Modifier::Conflict => ("pace and projection disagree", "进度与预测不一致"),
        Modifier::Held => ("held until confirmed", "待确认，暂维持"),
        Modifier::DoesNotBind => ("target does not bind", "目标无约束力"),
        Modifier::NotDistinguishable => ("too close to tell", "精度内无法区分"),
    }
}

/// Why nothing can be said.
pub const fn reason(reason: Reason) -> Pair {
    match reason {
        Reason::NoObservation => ("no figure has been published", "尚无已发布数据"),
        Reason::NoTarget => ("tracked without a target", "仅跟踪，未设目标"),
        Reason::NoTargetYet => ("no target was in force yet", "目标尚未生效"),
        Reason::OneObservation => ("only one figure so far", "目前仅有一个数据"),
        Reason::NoBaseline => ("the plan gives no starting value", "计划未给出基期值"),
        Reason::UnitMismatch => (
            "the figures are in a unit that does not fit",
            "数据单位与指标不符",
        ),
        Reason::PathUndefined => ("the path cannot be drawn", "路径无法绘制"),
        Reason::NothingToCover => ("baseline and target are the same level", "基期与目标水平相同"),
        Reason::UnresolvedConflict => (
            "sources disagree and nothing decides between them",
            "来源相互矛盾且无法裁定",
        ),
        Reason::RunningYearUnclear => (
            "the running year has too few months, or nothing to compare with",
            "本年度月数过少或无可比数据",
        ),
        Reason::NoFullYear => ("no full year has been published yet", "尚无完整年度数据"),
        Reason::NotDistinguishable => (
            "the printed figure cannot be told from the target",
            "已公布精度下无法与目标区分",
        ),
        Reason::Withheld => (
            "the newest figure is too old to judge by",
            "最新数据过旧，暂不判断",
        ),
        Reason::DefinitionChanged => (
            "the series starts anew after a change of definition",
            "口径变化后序列重新开始",
        ),
        Reason::TargetIncomplete => ("the target lacks a value it needs", "目标缺少必要数值"),
        Reason::NotReported => ("neither reported done nor due", "未报完成，亦未到期"),
        Reason::NoClearTrend => ("no trend that stands out from chance", "趋势不显著"),
        Reason::OutOfRange => (
            "a result was too large or too small to be a number",
            "结果超出数值范围",
        ),
        Reason::NotStarted => ("the first year that counts has not ended", "首个考核年度尚未结束"),
    }
}

/// What kind of value the latest one is.
pub const fn basis(basis: LatestBasis) -> Pair {
    match basis {
        LatestBasis::Published => ("as published", "已公布"),
        LatestBasis::MeanShare => (
            "full year estimated from the year to date, by the mean share of earlier years",
            "按往年同期平均占比由年内累计推算全年",
        ),
        LatestBasis::PriorYearRatio => (
            "full year estimated from the year to date, by last year's ratio",
            "按上年同期比率由年内累计推算全年",
        ),
        LatestBasis::RunRate => (
            "full year estimated from the year to date, by the months gone",
            "按已过月数由年内累计推算全年",
        ),
        LatestBasis::RunningGrowth => ("growth of the year to date", "年内累计增速"),
        LatestBasis::MeanOverYears => ("mean over the years", "各年平均"),
        LatestBasis::GrowthIndex => ("index of growth, start = 100", "增长指数（基期=100）"),
        LatestBasis::Baseline => ("the plan's starting value", "计划基期值"),
    }
}

/// A kind of target.
pub const fn target_kind(kind: TargetKind) -> Pair {
    match kind {
        TargetKind::Count => ("a level to reach", "达到某一水平"),
        TargetKind::FlowLevel => ("a yearly amount to reach", "年度总量达到"),
        TargetKind::FlowMin => ("a minimum in every year", "每年不低于"),
        TargetKind::FlowAvg => ("a mean a year", "年均达到"),
        TargetKind::GrowthAvg => ("mean growth a year", "年均增长"),
        TargetKind::GrowthEach => ("growth in every year", "每年增长"),
        TargetKind::Share => ("a share to reach", "占比达到"),
        TargetKind::Ceiling => ("not to be passed", "不得超过"),
        TargetKind::FloorHold => ("not to be fallen below", "不得低于"),
        TargetKind::Range => ("to stay between two levels", "保持在区间内"),
        TargetKind::Milestone => ("to be done", "按期完成"),
        TargetKind::TrendOnly => ("a direction", "方向性目标"),
    }
}

/// A path.
pub const fn path_kind(kind: PathKind) -> Pair {
    match kind {
        PathKind::Linear => ("the same amount each year", "每年等量"),
        PathKind::Geometric => ("the same rate each year", "每年等速"),
        PathKind::Logit => ("S-shaped, for a share", "占比S形"),
        PathKind::Constant => ("the same level throughout", "始终同一水平"),
        PathKind::Step => ("one step at the end", "期末一次到位"),
        PathKind::Milestones => ("through the plan's milestones", "经由阶段目标"),
    }
}

/// The sign of an operator, as in a table.
pub const fn operator(operator: Operator) -> Pair {
    match operator {
        Operator::Gt => ("over", "超过"),
        Operator::Ge => ("at least", "不少于"),
        Operator::Lt => ("under", "低于"),
        Operator::Le => ("at most", "不超过"),
        Operator::About => ("about", "约"),
    }
}

/// How exactly a figure is claimed; empty for plain figures.
pub const fn comparison(comparison: Comparison) -> Pair {
    match comparison {
        Comparison::Eq => ("", ""),
        Comparison::Approx => ("about", "约"),
        Comparison::Over => ("over", "超"),
        Comparison::Nearly => ("nearly", "近"),
    }
}

/// What a number is of its subject.
pub const fn role(role: Role) -> Pair {
    match role {
        Role::Level => ("level", "水平"),
        Role::Growth => ("growth", "增速"),
        Role::Change => ("change", "变动"),
        Role::Share => ("share", "占比"),
        Role::Rank => ("rank", "位次"),
        Role::Target => ("target", "目标"),
        Role::Contribution => ("contribution", "贡献"),
    }
}

/// What a quote proves.
pub const fn evidence_role(role: EvidenceRole) -> Pair {
    match role {
        EvidenceRole::Value => ("value", "数值"),
        EvidenceRole::Period => ("period", "时期"),
        EvidenceRole::Unit => ("unit", "单位"),
        EvidenceRole::Label => ("label", "名称"),
        EvidenceRole::Area => ("area", "地域"),
        EvidenceRole::Note => ("note", "说明"),
    }
}

/// A mark of a figure.
pub const fn point_flag(flag: PointFlag) -> Pair {
    match flag {
        PointFlag::Provisional => ("provisional", "初步数"),
        PointFlag::Annualised => ("full year estimated", "全年推算"),
        PointFlag::Estimated => ("computed", "计算值"),
        PointFlag::Revised => ("revised", "已修订"),
        PointFlag::Conflict => ("sources disagree", "来源不一"),
        PointFlag::Manual => ("entered by hand", "人工录入"),
    }
}

/// Whether a figure counts.
pub(crate) const fn standing(standing: Standing) -> Pair {
    match standing {
        Standing::Current => ("current", "现行"),
        Standing::Former => ("former", "先前"),
        Standing::Retracted => ("withdrawn", "撤回"),
    }
}

/// How a conflict was settled.
pub const fn resolution(resolution: Resolution) -> Pair {
    match resolution {
        Resolution::Tier => ("settled by the better source", "以更权威来源为准"),
        Resolution::Date => ("settled by the later publication", "以较晚发布为准"),
        Resolution::Person => ("settled by a person", "由人工裁定"),
        Resolution::Unresolved => ("not settled", "未裁定"),
    }
}

/// What a person did to a figure.
pub const fn manual_act(kind: ManualActKind) -> Pair {
    match kind {
        ManualActKind::Entered => ("entered by hand", "人工录入"),
        ManualActKind::Retracted => ("retracted by hand", "人工撤回"),
    }
}

/// How a source is.
pub const fn health(class: HealthClass) -> Pair {
    match class {
        HealthClass::Ok => ("well", "正常"),
        HealthClass::Silent => ("silent: read without fault, nothing new", "无新发布：读取正常"),
        HealthClass::Failing => ("failing", "读取失败"),
        HealthClass::NeverRead => ("never read yet", "尚未读取"),
        HealthClass::Disabled => ("switched off", "已停用"),
    }
}

/// The words of Open SDG and Statistics Canada.
pub const fn open_sdg(status: OpenSdgStatus) -> Pair {
    match status {
        OpenSdgStatus::TargetAchieved => ("target achieved", "目标已实现"),
        OpenSdgStatus::SubstantialProgress => ("substantial progress", "显著进展"),
        OpenSdgStatus::ModerateProgress => ("moderate progress", "中等进展"),
        OpenSdgStatus::LimitedProgress => ("limited progress", "有限进展"),
        OpenSdgStatus::Deterioration => ("deterioration", "恶化"),
        OpenSdgStatus::NotAvailable => ("not available", "不可用"),
    }
}

/// The words of Eurostat.
pub const fn eurostat(status: EurostatStatus) -> Pair {
    match status {
        EurostatStatus::SignificantProgress => ("significant progress", "显著进展"),
        EurostatStatus::ModerateProgress => ("moderate progress", "中等进展"),
        EurostatStatus::InsufficientProgress => ("insufficient progress", "进展不足"),
        EurostatStatus::ModerateMovementAway => ("moderate movement away", "适度偏离"),
        EurostatStatus::SignificantMovementAway => ("significant movement away", "显著偏离"),
    }
}

/// The words of the Basque statistics office.
pub const fn eustat(status: EustatStatus) -> Pair {
    match status {
        EustatStatus::SignificantProgress => ("significant progress", "显著进展"),
        EustatStatus::ModerateProgress => ("moderate progress", "中等进展"),
        EustatStatus::NoProgress => ("no progress", "无进展"),
        EustatStatus::ModerateDeterioration => ("moderate deterioration", "中度恶化"),
        EustatStatus::SignificantDeterioration => ("significant deterioration", "显著恶化"),
        EustatStatus::NotAvailable => ("not available", "不可用"),
    }
}

/// The words of the UNSD progress chart of 2022.
pub const fn unsd_2022(status: Unsd2022) -> Pair {
    match status {
        Unsd2022::TargetMet => ("target met", "目标已达成"),
        Unsd2022::OnTrack => ("on track", "进展正常"),
        Unsd2022::FairProgress => ("fair progress", "进展尚可"),
        Unsd2022::Stagnation => ("stagnation", "停滞"),
        Unsd2022::Deterioration => ("deterioration", "恶化"),
    }
}

/// The words of the UNSD progress chart of 2023.
pub const fn unsd_2023(status: Unsd2023) -> Pair {
    match status {
        Unsd2023::OnTrack => ("on track", "进展正常"),
        Unsd2023::FairProgress => ("fair progress", "进展尚可"),
        Unsd2023::StagnationOrRegression => ("stagnation or regression", "停滞或倒退"),
    }
}

/// A theme of a plan: the five of Vision 2027 have names, any other shows as it is written.
pub fn theme(id: &str, language: Language) -> &str {
    let pair = match id {
        "corridor" => ("Open corridor", "开放通道"),
        "economy" => ("Open economy", "开放经济"),
        "platform" => ("Open platforms", "开放平台"),
        "business" => ("Business environment", "营商环境"),
        "exchange" => ("International exchange", "国际交往"),
        other => return other,
    };
    say(pair, language)
}

/// A kind of change.
pub const fn change(kind: ChangeKind) -> Pair {
    match kind {
        ChangeKind::Worsened => ("Worse", "变差"),
        ChangeKind::Improved => ("Better", "好转"),
        ChangeKind::NoLongerAssessable => ("No longer judged", "不再可判断"),
        ChangeKind::NowAssessable => ("Judged now", "可以判断"),
        ChangeKind::Revised => ("Revised", "修订"),
        ChangeKind::Conflict => ("Sources disagree", "来源不一"),
        ChangeKind::Target => ("Target changed", "目标调整"),
        ChangeKind::NewFigure => ("New figure", "新数据"),
        ChangeKind::Overdue => ("Overdue", "逾期"),
        ChangeKind::Added => ("Added", "新增"),
        ChangeKind::Removed => ("Removed", "移除"),
    }
}
