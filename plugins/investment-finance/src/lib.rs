//! Foreign investment, Fortune 500 companies, Renminbi settlement, persons crossing the border.

use chongqing::metric;
use milepost_plugin_sdk::{Extractor, Failure, Growth, Matcher, Measure, Metric, Page, export};

const METRICS: &[Metric<'_>] = &[
    Metric {
        phrases: &[
            "实际利用外资",
            "实际使用外资",
            "实际利用外商投资",
            "actual use of foreign investment",
            "actual use of foreign capital",
            "actual utilization of foreign investment",
            "actual utilization of foreign capital",
            "actually utilized foreign investment",
            "actually utilized foreign capital",
            "actual utilized foreign investment",
            "actual utilized foreign capital",
            "foreign investment actually utilized",
            "foreign capital actually utilized",
        ],
        beside: Some(&[
            "金额",
            "总额",
            "规模",
            "额",
            "全市",
            "重庆市",
            "重庆",
            "我市",
            "的",
            "total",
            "amount",
            "value",
            "of",
            "the",
            "in",
            "city",
            "chongqing",
            "its",
            "s",
        ]),
        exclude: &[
            "制造业",
            "服务业",
            "高技术",
            "第一产业",
            "第二产业",
            "第三产业",
            "区县",
            "自贸试验区",
            "两江新区",
            "manufacturing",
            "service industry",
            "high-tech",
            "district",
        ],
        growth: Growth::Alone("fdi.actual.growth"),
        ..metric("fdi.actual", "USD", Measure::Flow)
    },
    Metric {
        phrases: &[
            "世界500强企业",
            "世界500强",
            "世界五百强",
            "财富500强",
            "全球500强",
            "Fortune 500",
            "Fortune Global 500",
        ],
        exclude: &[
            "境外",
            "国外",
            "中国500强",
            "中国企业500强",
            "民营",
            "新增",
            "新引进",
            "新落户",
            "项目",
            "new",
            "newly",
            "project",
        ],
        exclude_near: &[
            "参会",
            "参展",
            "亮相",
            "出席",
            "吸引",
            "参加",
            "对接",
            "拜访",
            "来访",
            "来自",
            "外资",
            "外商",
            "境外",
            "中资",
            "内资",
            "attended",
            "attracted",
        ],
        ..metric("fortune500.companies", "count", Measure::Stock)
    },
    Metric {
        phrases: &[
            "跨境人民币+结算",
            "跨境人民币+收付",
            "人民币跨境+结算",
            "人民币跨境+收付",
            "cross-border renminbi settlement",
            "cross-border RMB settlement",
            "cross-border yuan settlement",
            "cross-border+renminbi settlement",
            "cross-border+RMB settlement",
        ],
        exclude: &[
            "直接投资",
            "货物贸易",
            "经常项目",
            "资本项目",
            "大宗商品",
            "东盟",
            "新加坡",
            "中新",
            "累计",
            "笔数",
            "企业",
            "asean",
            "singapore",
            "current account",
            "direct investment",
        ],
        ..metric("finance.rmb-settlement", "CNY", Measure::Flow)
    },
    Metric {
        phrases: &[
            "出入境人员",
            "出入境的人员",
            "出入境人次",
            "出入境人数",
            "inbound and outbound personnel",
            "inbound and outbound person",
            "inbound and outbound people",
            "inbound and outbound trip",
            "inbound and outbound visit",
            "outbound and inbound personnel",
            "entry and exit personnel",
        ],
        exclude: &[
            "外国",
            "外籍",
            "内地",
            "港澳",
            "台湾",
            "免签",
            "单日",
            "日均",
            "高峰",
            "foreign",
            "visa-free",
            "daily",
        ],
        ..metric("border.persons.annual", "persons", Measure::Flow)
    },
];

/// The plugin.
#[derive(Debug, Clone, Copy)]
pub struct InvestmentFinance;

impl Extractor for InvestmentFinance {
    fn extract(&self, page: &dyn Page) -> Result<u32, Failure> {
        Ok(Matcher::new(METRICS).read(page))
    }
}

export!(InvestmentFinance);
