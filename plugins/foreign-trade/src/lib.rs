//! Foreign trade: the whole, exports, imports, services, the high-tech share, vehicles.
//!
//! Every bulletin tells dozens of parts of the trade in the same words, so the whole is taken only where the subject
//! says nothing else.

use chongqing::metric;
use milepost_plugin_sdk::{Extractor, Failure, Matcher, Measure, Metric, Page, export};

/// Words that do not make another figure of the whole trade.
const PLAIN: &[&str] = &[
    "外贸",
    "对外贸易",
    "货物贸易",
    "货物",
    "商品",
    "贸易",
    "总额",
    "总值",
    "总量",
    "规模",
    "金额",
    "额",
    "值",
    "总",
    "重庆市",
    "重庆",
    "全市",
    "我市",
    "的",
    "foreign trade",
    "goods trade",
    "trade in goods",
    "of goods",
    "in goods",
    "merchandise",
    "foreign",
    "trade",
    "total",
    "overall",
    "value",
    "volume",
    "amount",
    "chongqing",
    "the city",
    "city",
    "municipality",
    "its",
    "the",
    "of",
    "and",
    "in",
];

/// Parts of the trade, by who trades, what, how, and with whom: under such a heading or label nothing is the whole.
const PARTS: &[&str] = &[
    "民营",
    "国有",
    "外资",
    "外商",
    "企业",
    "机电",
    "高新技术",
    "电子",
    "笔记本",
    "汽车",
    "摩托车",
    "农产品",
    "医药",
    "集成电路",
    "劳动密集",
    "加工贸易",
    "保税",
    "综保区",
    "区县",
    "跨境电商",
    "东盟",
    "欧盟",
    "美国",
    "一带一路",
    "RCEP",
    "自贸试验区",
    "服务贸易",
    "private",
    "state-owned",
    "foreign-invested",
    "enterprise",
    "company",
    "companies",
    "asean",
    "european union",
    "belt and road",
    "mechanical",
    "electronic",
    "electrical",
    "high-tech",
    "laptop",
    "automobile",
    "vehicle",
    "processing",
    "bonded",
    "service",
    "services",
];

const METRICS: &[Metric<'_>] = &[
    Metric {
        phrases: &[
            "进出口",
            "外贸总额",
            "外贸总值",
            "对外贸易总额",
            "imports and exports",
            "import and export",
            "exports and imports",
            "export and import",
            "import-export",
            "export-import",
            "foreign trade",
            "total trade",
            "goods trade",
            "trade in goods",
        ],
        beside: Some(PLAIN),
        exclude: PARTS,
        ..metric("trade.total", "CNY", Measure::Flow)
    },
    Metric {
        phrases: &["出口", "exports", "export"],
        beside: Some(PLAIN),
        exclude: PARTS,
        ..metric("trade.exports", "CNY", Measure::Flow)
    },
    Metric {
        phrases: &["进口", "imports", "import"],
        beside: Some(PLAIN),
        exclude: PARTS,
        ..metric("trade.imports", "CNY", Measure::Flow)
    },
    Metric {
        phrases: &[
            "服务贸易",
            "服务进出口",
            "service trade",
            "services trade",
            "trade in services",
            "trade in service",
        ],
        beside: Some(&[
            "进出口",
            "服务",
            "总额",
            "总值",
            "规模",
            "金额",
            "额",
            "重庆市",
            "重庆",
            "全市",
            "的",
            "imports and exports",
            "import and export",
            "total",
            "value",
            "volume",
            "of",
            "the",
            "city",
            "chongqing",
        ]),
        exclude: &[
            "数字服务",
            "外包",
            "知识密集",
            "自贸试验区",
            "digital",
            "outsourcing",
        ],
        ..metric("trade.services", "CNY", Measure::Flow)
    },
    Metric {
        phrases: &[
            "高新技术产品+出口",
            "high-tech product+export",
            "high-tech+export",
            "high-technology product+export",
        ],
        exclude: &["进口", "民营", "企业", "import", "enterprise"],
        ..metric("trade.hightech.share", "percent", Measure::Share)
    },
    Metric {
        phrases: &[
            "汽车出口",
            "整车出口",
            "汽车整车出口",
            "automobile export",
            "auto export",
            "car export",
            "vehicle export",
            "exports of automobile",
            "exports of vehicle",
        ],
        exclude: &[
            "新能源",
            "电动",
            "零部件",
            "零配件",
            "二手",
            "民营",
            "企业",
            "part",
            "new energy",
            "electric",
            "used",
        ],
        ..metric("trade.auto-exports.growth", "percent", Measure::Growth)
    },
];

/// The plugin.
#[derive(Debug, Clone, Copy)]
pub struct ForeignTrade;

impl Extractor for ForeignTrade {
    fn extract(&self, page: &dyn Page) -> Result<u32, Failure> {
        Ok(Matcher::new(METRICS).read(page))
    }
}

export!(ForeignTrade);
