//! Overseas NGO offices, consulates, friendly cities.

use chongqing::metric;
use milepost_plugin_sdk::{Extractor, Failure, Matcher, Measure, Metric, Page, export};

/// What is counted at a date; everything else that offices and cities are told of is left out.
const METRICS: &[Metric<'_>] = &[
    Metric {
        phrases: &[
            "境外非政府组织+代表机构",
            "境外非政府组织+代表处",
            "境外NGO+代表机构",
            "境外NGO+代表处",
            "overseas NGO+office",
            "foreign NGO+office",
            "overseas non-governmental organization+office",
            "foreign non-governmental organization+office",
        ],
        not_called: &["临时活动", "备案", "活动", "新增", "新登记", "temporary", "new"],
        exclude_near: &["新设", "新增", "新登记", "newly"],
        ..metric("ngo.offices", "count", Measure::Stock)
    },
    Metric {
        phrases: &[
            "总领事馆",
            "总领馆",
            "领事机构",
            "领馆",
            "外国驻渝领事机构",
            "consulate general",
            "consulates general",
            "consulate-general",
            "consulates-general",
            "consulate",
        ],
        not_called: &["签证", "领区", "来访", "visa", "honorary", "名誉"],
        exclude_near: &["新设", "新增", "新开"],
        ..metric("exchange.consulates", "count", Measure::Stock)
    },
    Metric {
        phrases: &[
            "友好城市",
            "友城",
            "friendly city",
            "friendly cities",
            "sister city",
            "sister cities",
            "friendship city",
            "friendship cities",
        ],
        not_called: &["交流", "县", "学校", "港", "exchange", "district", "school"],
        exclude_near: &[
            "新增",
            "新结",
            "来自",
            "代表团",
            "出席",
            "参加",
            "访问",
            "newly",
            "attended",
            "delegation",
        ],
        ..metric("exchange.friendship-cities", "count", Measure::Stock)
    },
    Metric {
        phrases: &[
            "友好交流城市",
            "友好交流+城市",
            "交流城市",
            "friendly exchange city",
            "friendly exchange cities",
            "friendship exchange city",
            "friendship exchange cities",
        ],
        beside: Some(&[
            "国际",
            "重庆市",
            "重庆",
            "全市",
            "的",
            "对",
            "international",
            "number of",
            "number",
            "of",
            "foreign",
        ]),
        not_called: &["学校", "school"],
        exclude_near: &[
            "新增",
            "新结",
            "来自",
            "代表团",
            "出席",
            "参加",
            "访问",
            "newly",
            "attended",
            "delegation",
        ],
        ..metric("exchange.exchange-cities", "count", Measure::Stock)
    },
];

/// The plugin.
#[derive(Debug, Clone, Copy)]
pub struct NgoOffices;

impl Extractor for NgoOffices {
    fn extract(&self, page: &dyn Page) -> Result<u32, Failure> {
        Ok(Matcher::new(METRICS).read(page))
    }
}

export!(NgoOffices);
