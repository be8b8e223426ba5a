//! Pilot free trade zone: institutional innovations, those promoted nationwide, market entities, new enterprises.

use chongqing::metric;
use milepost_plugin_sdk::{Extractor, Failure, Matcher, Measure, Metric, Page, export};

/// The zone's own figures say so in the clause, in their scope, or by their page's title.
const ZONE: &[&str] = &["自贸试验区", "自贸区", "自由贸易试验区", "free trade zone", "ftz"];

const METRICS: &[Metric<'_>] = &[
    Metric {
        phrases: &[
            "制度创新成果",
            "制度创新+成果",
            "institutional innovation achievement",
            "institutional innovation+achievement",
            "institutional innovation+outcome",
            "institutional innovation+result",
        ],
        context: ZONE,
        scope_says: ZONE,
        exclude: &[
            "片区",
            "两江",
            "西永",
            "果园港",
            "全国",
            "复制推广",
            "推广",
            "案例",
            "最佳实践",
            "首创",
            "nationwide",
            "duplicated",
            "promoted",
            "case",
        ],
        exclude_near: &["新形成", "新增", "新推出", "新培育"],
        ..metric("ftz.innovations", "count", Measure::Cumulative)
    },
    Metric {
        phrases: &[
            "全国+推广",
            "全国+复制",
            "国务院+推广",
            "商务部+推广",
            "国家层面+推广",
            "promoted nationwide",
            "duplicated+nationwide",
            "replicated+nationwide",
            "promoted+nationwide",
        ],
        context: ZONE,
        scope_says: ZONE,
        exclude: &["试点任务", "海关", "market entity"],
        scopes: &["part"],
        names_area: true,
        ..metric("ftz.innovations.nationwide", "count", Measure::Cumulative)
    },
    Metric {
        phrases: &[
            "市场主体",
            "经营主体",
            "market entity",
            "market entities",
            "market player",
            "business entity",
            "business entities",
        ],
        context: ZONE,
        scope_says: ZONE,
        exclude: &[
            "新增",
            "新设",
            "新登记",
            "外资",
            "外商",
            "个体工商户",
            "片区",
            "两江",
            "西永",
            "果园港",
            "new",
            "newly",
            "foreign",
        ],
        exclude_near: &["新增", "新设", "新登记", "新注册", "newly", "new market"],
        ..metric("ftz.market-entities", "count", Measure::Stock)
    },
    Metric {
        phrases: &[
            "新设+企业",
            "新设立+企业",
            "新注册+企业",
            "新登记+企业",
            "新增+企业",
            "new+enterprise",
            "newly+enterprise",
            "new+company",
            "new+companies",
            "newly+companies",
        ],
        context: ZONE,
        scope_says: ZONE,
        exclude: &[
            "外资",
            "外商",
            "高新技术",
            "规模以上",
            "上市",
            "世界500强",
            "foreign",
            "累计",
            "片区",
            "两江",
            "西永",
            "果园港",
        ],
        // «2024年，累计新设企业8万户»: since the zone began.
        exclude_near: &["累计", "挂牌以来", "since"],
        ..metric("ftz.new-enterprises", "count", Measure::Flow)
    },
];

/// The plugin.
#[derive(Debug, Clone, Copy)]
pub struct FtzInnovations;

impl Extractor for FtzInnovations {
    fn extract(&self, page: &dyn Page) -> Result<u32, Failure> {
        Ok(Matcher::new(METRICS).read(page))
    }
}

export!(FtzInnovations);
