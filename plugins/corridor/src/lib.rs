//! The corridor: its trains, Chongqing's own containers and value, what it reaches; air routes, port throughput, hubs.
//!
//! Traffic is Chongqing's own (重庆经…): a figure of the whole line is another figure. What the corridor reaches is told
//! of the corridor itself.

use chongqing::metric;
use milepost_plugin_sdk::{Extractor, Failure, Growth, Matcher, Measure, Metric, Page, export};

const CORRIDOR: &[&str] = &[
    "陆海新通道",
    "陆海贸易新通道",
    "land-sea corridor",
    "land-sea trade corridor",
    "ilstc",
    "major corridor",
    "through the corridor",
    "the corridor",
    "corridor",
    "经通道",
];

/// The whole line, and ways of transport that are parts of Chongqing's traffic or lie beside it.
const OTHER_TRAFFIC: &[&str] = &[
    "全线",
    "沿线",
    "各省区市",
    "省区市",
    "吞吐量",
    "中欧班列",
    "长江",
    "水运",
    "铁海联运",
    "跨境公路",
    "公路班车",
    "国际铁路",
    "企业",
    "新能源汽车",
    "along the corridor",
    "entire corridor",
    "throughput",
    "rail-sea",
    "cross-border highway",
    "china-europe",
];

/// Words that the subject of what is reached may hold beside the name.
const REACHED: &[&str] = &[
    "物流网络",
    "运输网络",
    "网络",
    "辐射范围",
    "范围",
    "目的地",
    "全球",
    "世界",
    "全国",
    "国内",
    "国外",
    "我国",
    "中国",
    "境内",
    "境外",
    "个",
    "的",
    "和",
    "及",
    "在",
    "共",
    "通达",
    "覆盖",
    "辐射",
    "联通",
    "连通",
    "通道",
    "国家和地区",
    "国家(地区)",
    "国家",
    "地区",
    "china",
    "worldwide",
    "around the world",
    "across the world",
    "global",
    "in",
    "the",
    "of",
    "and",
    "across",
    "regions",
    "region",
    "more than",
    "some",
];

const REACH: Metric<'_> = Metric {
    context: CORRIDOR,
    beside: Some(REACHED),
    scopes: &["nation"],
    ..metric("", "count", Measure::Stock)
};

const METRICS: &[Metric<'_>] = &[
    Metric {
        phrases: &[
            "铁海联运班列和中欧班列",
            "铁海联运班列、中欧班列",
            "铁海联运班列及中欧班列",
            "铁海联运班列与中欧班列",
            "中欧班列和铁海联运班列",
            "中欧班列、铁海联运班列",
            "中欧班列(成渝)和铁海联运班列",
            "中欧班列(成渝)、铁海联运班列",
            "rail-sea intermodal freight trains and China-Europe freight train",
            "rail-sea intermodal trains and China-Europe freight train",
        ],
        ..metric("corridor.trains.annual", "trains", Measure::Flow)
    },
    Metric {
        phrases: &[
            "箱量",
            "运输",
            "货运量",
            "运量",
            "集装箱",
            "标箱",
            "chongqing",
            "transported",
            "freight",
            "cargo",
            "container",
            "containers",
            "TEU",
            "TEUs",
            "equivalent unit",
        ],
        context: CORRIDOR,
        exclude: OTHER_TRAFFIC,
        names_area: true,
        growth: Growth::BesideLevel,
        ..metric("corridor.teu", "TEU", Measure::Flow)
    },
    // «…铁海联运、跨境公路、国际铁路联运三种运输组织方式共运输…»: the parts are named, the sum is told.
    Metric {
        phrases: &["组织方式+运输", "组织方式+箱量"],
        context: CORRIDOR,
        exclude: &["全线", "沿线", "省区市"],
        names_area: true,
        growth: Growth::BesideLevel,
        ..metric("corridor.teu", "TEU", Measure::Flow)
    },
    Metric {
        phrases: &[
            "货值",
            "货物价值",
            "货物总值",
            "货运值",
            "value",
            "worth",
            "goods",
            "cargo",
        ],
        context: CORRIDOR,
        exclude: OTHER_TRAFFIC,
        not_called: &[
            "进出口",
            "进口",
            "出口",
            "外贸",
            "贸易",
            "服务",
            "trade",
            "import",
            "export",
            "service",
        ],
        names_area: true,
        growth: Growth::BesideLevel,
        ..metric("corridor.value", "CNY", Measure::Flow)
    },
    Metric {
        phrases: &[
            "货运量",
            "货物运输量",
            "运量",
            "freight volume",
            "cargo volume",
            "volume of freight",
            "volume of cargo",
        ],
        context: CORRIDOR,
        exclude: OTHER_TRAFFIC,
        growth: Growth::Alone("corridor.freight.volume.growth"),
        ..metric("corridor.freight.volume.growth", "percent", Measure::Growth)
    },
    Metric {
        phrases: &[
            "货值",
            "货运值",
            "货物价值",
            "freight value",
            "cargo value",
            "value of freight",
            "value of cargo",
            "freight volume and value",
            "freight+value",
        ],
        context: CORRIDOR,
        exclude: OTHER_TRAFFIC,
        growth: Growth::Alone("corridor.freight.value.growth"),
        ..metric("corridor.freight.value.growth", "percent", Measure::Growth)
    },
    Metric {
        indicator: "corridor.ports",
        phrases: &["港口", "port"],
        ..REACH
    },
    Metric {
        indicator: "corridor.countries",
        phrases: &[
            "国家和地区",
            "国家(地区)",
            "国家及地区",
            "国家",
            "country",
            "countries",
        ],
        ..REACH
    },
    Metric {
        indicator: "corridor.provinces",
        phrases: &["省区市", "省份", "省(区、市)", "省", "province"],
        ..REACH
    },
    Metric {
        indicator: "corridor.cities",
        phrases: &["城市", "市", "city", "cities"],
        ..REACH
    },
    Metric {
        indicator: "corridor.stations",
        phrases: &[
            "铁路站点",
            "站点",
            "铁路站",
            "railway station",
            "rail station",
            "station",
        ],
        ..REACH
    },
    Metric {
        phrases: &[
            "中欧班列",
            "China-Europe freight train",
            "China-Europe freight trains",
            "China-Europe railway express",
        ],
        not_called: &["铁海联运", "rail-sea"],
        context: &["成渝", "chengdu and chongqing", "chengdu-chongqing", "chengyu"],
        ..metric("express.trains.cumulative", "trains", Measure::Cumulative)
    },
    Metric {
        phrases: &[
            "国际航线",
            "国际(地区)航线",
            "国际地区航线",
            "国际及地区航线",
            "国际和地区航线",
            "国际客货运航线",
            "international+air route",
            "international+route",
        ],
        not_called: &[
            "新增",
            "新开",
            "国内",
            "货运航线",
            "客运航线",
            "new",
            "cargo",
            "passenger",
            "domestic",
        ],
        ..metric("air.routes", "count", Measure::Stock)
    },
    Metric {
        phrases: &[
            "港口货物吞吐量",
            "港口吞吐量",
            "港口+货物吞吐量",
            "port cargo throughput",
            "port+cargo throughput",
            "port throughput",
        ],
        exclude: &[
            "集装箱",
            "外贸",
            "机场",
            "长江",
            "沿海",
            "内河",
            "港区",
            "container",
            "airport",
            "yangtze",
            "river",
            "coastal",
        ],
        ..metric("port.throughput", "t", Measure::Flow)
    },
    Metric {
        phrases: &["国家物流枢纽"],
        unit_words: &["种", "类", "种类型", "个类型", "类型", "大类"],
        ..metric("hubs.types", "count", Measure::Stock)
    },
    Metric {
        phrases: &[
            "types of national logistics hub",
            "kinds of national logistics hub",
            "categories of national logistics hub",
        ],
        ..metric("hubs.types", "count", Measure::Stock)
    },
];

/// The plugin.
#[derive(Debug, Clone, Copy)]
pub struct Corridor;

impl Extractor for Corridor {
    fn extract(&self, page: &dyn Page) -> Result<u32, Failure> {
        Ok(Matcher::new(METRICS).read(page))
    }
}

export!(Corridor);
