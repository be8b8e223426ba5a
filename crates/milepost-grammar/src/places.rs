//! Places that figures of a bulletin may be for: what is the whole country, what is larger than an area, what is another one.
//!
//! Facts of public geography as of 2025: the province-level units of China, the cities a bulletin of an inland
//! province compares itself with, the districts and counties of Chongqing, and the names of programmes and zones.

/// What kind of place a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlaceKind {
    /// 全国, 我国.
    Nation,
    /// 全市, 全省, 我市, 本市: the area the bulletin is of, whichever that is.
    Own,
    /// A province-level unit, without its suffix.
    Province,
    /// Another city, a district or a county.
    City,
    /// A region that crosses provinces, or the whole of a corridor.
    Region,
    /// A part of an area: its towns, its villages, its urban districts.
    Part,
    /// A programme, zone or corridor whose name says no area.
    Programme,
}

pub(crate) const PLACES: &[(PlaceKind, &str)] = &[
    (PlaceKind::Nation, "全国 我国 中国 全中国 全球 全世界"),
    (
        PlaceKind::Own,
        "全市 我市 本市 市内 全省 我省 本省 全区 我区 本区 全州 全县 全域",
    ),
    (
        PlaceKind::Province,
        "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 \
         陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾",
    ),
    (
        PlaceKind::City,
        "成都 绵阳 德阳 宜宾 泸州 南充 达州 广安 遂宁 内江 自贡 乐山 眉山 资阳 雅安 广元 巴中 贵阳 遵义 昆明 西安 兰州 西宁 银川 乌鲁木齐 拉萨 \
         呼和浩特 南宁 钦州 北海 防城港 北部湾港 湛江 海口 三亚 洋浦 广州 深圳 珠海 东莞 佛山 厦门 福州 泉州 杭州 宁波 温州 南京 苏州 无锡 常州 \
         合肥 芜湖 南昌 武汉 宜昌 长沙 郑州 洛阳 济南 青岛 烟台 石家庄 唐山 太原 沈阳 大连 长春 哈尔滨 雄安 义乌 \
         万州 黔江 涪陵 渝中 大渡口 江北 沙坪坝 九龙坡 南岸 北碚 渝北 巴南 长寿 江津 合川 永川 綦江 大足 璧山 铜梁 潼南 荣昌 开州 梁平 武隆 城口 \
         丰都 垫江 忠县 云阳 奉节 巫山 巫溪 石柱 秀山 酉阳 彭水 万盛 两江新区 重庆高新区 万盛经开区 西部科学城 西部科学城重庆高新区 天府新区 \
         滨海新区 浦东新区 贵安新区 西咸新区",
    ),
    (
        PlaceKind::Region,
        "双城经济圈 成渝地区双城经济圈 川渝地区 川渝两地 川渝 成渝地区 成渝两地 西部地区 西部12省市 西部12省区市 西部省市 西部省区市 中西部 中西部地区 东部地区 \
         中部地区 东北地区 长江经济带 长三角 珠三角 京津冀 粤港澳大湾区 全线 沿线 沿线省份 沿线省区市 沿线地区 西部陆海新通道全线 西部陆海新通道沿线 \
         陆海新通道全线 通道全线 通道沿线 西部陆海新通道沿线省区市 13+2 “13+2” 13省区市 各省区市 长江上游 长江干线 长江全线 长江流域 沿海 西南地区 西北地区 我国西部",
    ),
    (
        PlaceKind::Part,
        "主城都市区 主城区 中心城区 主城新区 渝东北 渝东南 渝西地区 渝东新城 一区两群 都市区 一小时经济圈",
    ),
    (
        PlaceKind::Programme,
        "自贸试验区 自由贸易试验区 重庆自贸试验区 重庆自由贸易试验区 中国(重庆)自由贸易试验区 川渝自贸试验区 中新(重庆)战略性互联互通示范项目 \
         中新(重庆)互联互通项目 中新互联互通项目 中新互联互通示范项目 中新(重庆)项目 中新项目 西部陆海新通道 国际陆海贸易新通道 陆海新通道",
    ),
];

pub(crate) const ENGLISH_PLACES: &[(PlaceKind, &str)] = &[
    (
        PlaceKind::Nation,
        "China|the country|The country|the nation|The nation|nationwide|Nationwide|the whole country",
    ),
    (
        PlaceKind::Own,
        "the city|The city|the municipality|The municipality|The whole city|citywide|the province|the whole city",
    ),
    (
        PlaceKind::Province,
        "Beijing|Tianjin|Hebei|Shanxi|Inner Mongolia|Liaoning|Jilin|Heilongjiang|Shanghai|Jiangsu|Zhejiang|Anhui|Fujian|\
         Jiangxi|Shandong|Henan|Hubei|Hunan|Guangdong|Guangxi|Hainan|Chongqing|Sichuan|Guizhou|Yunnan|Tibet|Xizang|\
         Shaanxi|Gansu|Qinghai|Ningxia|Xinjiang|Hong Kong|Macao|Macau|Taiwan",
    ),
    (
        PlaceKind::City,
        "Chengdu|Guiyang|Kunming|Xi'an|Lanzhou|Nanning|Qinzhou|Guangzhou|Shenzhen|Wuhan|Changsha|Zhengzhou|Hangzhou|\
         Nanjing|Qingdao|Xiamen|Wanzhou|Fuling|Yubei|Yubei District|Jiangbei District|Shapingba|Jiulongpo|Jiangjin|\
         Liangjiang New Area|Liangjiang|Beibu Gulf Port|Western Science City",
    ),
    (
        PlaceKind::Region,
        "Chengdu-Chongqing economic circle|Chengdu-Chongqing Economic Circle|western China|Western China|western region|Southwest China|Southwestern China|southwest China|Yangtze River Economic Belt|\
         southwest China|southwestern China|Yangtze River Delta|Pearl River Delta|Greater Bay Area|\
         Guangdong-Hong Kong-Macao Greater Bay Area|Beijing-Tianjin-Hebei|eastern China|central China|coastal provinces|the entire corridor|the whole corridor|provinces along the corridor|along the corridor",
    ),
    (
        PlaceKind::Programme,
        "Pilot Free Trade Zone|Chongqing Pilot Free Trade Zone|China (Chongqing) Pilot Free Trade Zone|Chongqing FTZ|\
         China-Singapore Connectivity Initiative|China-Singapore (Chongqing) Connectivity Initiative|\
         China-Singapore (Chongqing) Demonstration Initiative on Strategic Connectivity|\
         New Western Land-sea Corridor|New Western Land-Sea Corridor|New International Land-Sea Trade Corridor|\
         New International Land-sea Trade Corridor|International Land-Sea Trade Corridor|Western Land-Sea Corridor|ILSTC|CCI",
    ),
];
