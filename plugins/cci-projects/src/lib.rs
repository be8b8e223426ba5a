//! China-Singapore connectivity: projects and amounts, cumulative and in the period.

use chongqing::metric;
use milepost_plugin_sdk::{Extractor, Failure, Matcher, Measure, Metric, Page, export};

const INITIATIVE: &[&str] = &[
    "中新",
    "互联互通项目",
    "互联互通示范项目",
    "china-singapore",
    "connectivity initiative",
    "cci",
];

/// The projects of government and business.
const BUSINESS: &[&str] = &[
    "政府和商业合作项目",
    "政府及商业合作项目",
    "政府与商业合作项目",
    "商业合作项目",
    "government and commercial cooperation project",
    "government and business cooperation project",
    "commercial cooperation project",
];

/// Their amount: with the projects, or told of them.
const BUSINESS_VALUE: &[&str] = &[
    "政府和商业合作项目",
    "政府及商业合作项目",
    "政府与商业合作项目",
    "商业合作项目",
    "government and commercial cooperation project",
    "government and business cooperation project",
    "commercial cooperation project",
    "金额+政府和商业合作项目",
    "总额+政府和商业合作项目",
    "金额+政府及商业合作项目",
    "总额+政府及商业合作项目",
    "金额+政府与商业合作项目",
    "总额+政府与商业合作项目",
    "金额+商业合作项目",
    "总额+商业合作项目",
    "amount+government and commercial cooperation project",
    "value+government and commercial cooperation project",
    "amount+government and business cooperation project",
    "value+government and business cooperation project",
    "amount+commercial cooperation project",
    "value+commercial cooperation project",
];

/// The projects of finance.
const FINANCE: &[&str] = &[
    "金融服务项目",
    "金融合作项目",
    "financial service project",
    "financial services project",
    "financial project",
];

/// Their amount.
const FINANCE_VALUE: &[&str] = &[
    "金融服务项目",
    "金融合作项目",
    "financial service project",
    "financial services project",
    "financial project",
    "金额+金融服务项目",
    "总额+金融服务项目",
    "金额+金融合作项目",
    "总额+金融合作项目",
    "amount+financial service project",
    "value+financial service project",
    "amount+financial services project",
    "value+financial services project",
    "amount+financial project",
    "value+financial project",
];

const METRICS: &[Metric<'_>] = &[
    Metric {
        phrases: BUSINESS,
        page_says: INITIATIVE,
        exclude_near: &["新签", "新增", "new projects"],
        ..metric("cci.projects", "count", Measure::Cumulative)
    },
    Metric {
        phrases: BUSINESS_VALUE,
        page_says: INITIATIVE,
        ..metric("cci.projects.value", "USD", Measure::Cumulative)
    },
    Metric {
        phrases: BUSINESS_VALUE,
        page_says: INITIATIVE,
        ..metric("cci.projects.value.period", "USD", Measure::Flow)
    },
    Metric {
        phrases: FINANCE,
        page_says: INITIATIVE,
        exclude_near: &["新签", "新增", "new projects"],
        ..metric("cci.finance.projects", "count", Measure::Cumulative)
    },
    Metric {
        phrases: FINANCE_VALUE,
        page_says: INITIATIVE,
        ..metric("cci.finance.value", "USD", Measure::Cumulative)
    },
    Metric {
        phrases: FINANCE_VALUE,
        page_says: INITIATIVE,
        ..metric("cci.finance.value.period", "USD", Measure::Flow)
    },
    Metric {
        phrases: &["跨境融资", "跨境融资额", "cross-border financing"],
        context: INITIATIVE,
        scope_says: INITIATIVE,
        ..metric("cci.financing.annual", "USD", Measure::Flow)
    },
];

/// The plugin.
#[derive(Debug, Clone, Copy)]
pub struct CciProjects;

impl Extractor for CciProjects {
    fn extract(&self, page: &dyn Page) -> Result<u32, Failure> {
        Ok(Matcher::new(METRICS).read(page))
    }
}

export!(CciProjects);
