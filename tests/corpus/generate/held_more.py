"""Part kept apart: the rarer indicators and forms of writing, and long bulletins full of other numbers."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg

Y = "100000000"
W = "10000"


def add(part):
    add = part.add
    add("freight-growth-q3", "2025-10-21", "前三季度重庆开放通道提质扩容", [
        "{{2025-01..2025-09}}今年前三季度，重庆经西部陆海新通道货运量同比增长[31%|volg]，货值同比增长[25%|valg]。",
        "西部陆海新通道全线货运量增长[14.2%|!volg;w=the whole corridor]。",
        "全市实际使用外资同比增长[7.4%|fdig]。",
        "1—9月，汽车出口增长[14.8%|auto]，其中新能源汽车增长[61.3%|!auto;w=electric cars only]。",
    ], layout="nested", tier="synthetic", source="示范物流报")

    add("en-freight-growth", "2025-04-25", "Chongqing's corridor freight keeps double-digit growth", [
        "{{2025-Q1}}In the first quarter of 2025, the freight volume carried by Chongqing through the New Western Land-sea Corridor increased by [27 percent|volg] and the freight value by [21 percent|valg] from a year earlier.",
        "Chongqing's automobile exports rose [18.2 percent|auto] in the same quarter.",
        "The city targets annual growth of more than [15 percent|t:volg>&t:valg>;p=2027] in both until 2027.",
    ], layout="bare", lang="en", tier="synthetic")

    add("trains-table", "2025-03-12", "国际班列开行情况统计表", [
        T([["年份", "铁海联运班列和中欧班列（成渝）合计（列）", "#铁海联运班列（列）", "年末中欧班列（成渝）累计开行（列）"],
           ["2021年", lv("4118", "trains", "2021"), no("2036", "trains,xtr", "a part"), lv("18000", "xtr", "as-of:2021-12-31")],
           ["2022年", lv("4863", "trains", "2022"), no("2522", "trains,xtr", "a part"), lv("22800", "xtr", "as-of:2022-12-31")],
           ["2023年", lv("5506", "trains", "2023"), no("3044", "trains,xtr", "a part"), lv("31000", "xtr", "as-of:2023-12-31")],
           ["2024年", lv("6128", "trains", "2024"), no("3520", "trains,xtr", "a part"), lv("36000", "xtr", "as-of:2024-12-31")]],
          caption="重庆国际班列开行情况", note="注：#表示其中。")], layout="hanweb", tier="synthetic")

    add("docx-routes", "2025-07-08", "重庆口岸航空半年报", [
        "{{as-of:2025-06-30}}截至2025年6月底，重庆国际（地区）航线共[114条|air]，其中客运[85条|!air;w=passenger routes only]、货运[29条|!air;w=cargo routes only]；国内航线[217条|!air;w=domestic].",
        "{{2025-H1}}上半年，口岸出入境人员[111.8万人次|pers]，同比增长[36.3%|g]；国际货邮吞吐量[11.2万吨|!port;w=air cargo]，增长[8.8%|!port;w=air cargo]。",
        "二季度，口岸出入境人员[58.9万人次|pers;p=2025-Q2]。",
    ], media="docx", tier="synthetic", byline=["2025年7月8日"])

    add("en-platforms-pdf", "2025-01-28", "Open platforms of Chongqing, end of 2024", [
        H("China-Singapore Connectivity Initiative"),
        "{{as-of:2024-12-31}}As of the end of December 2024, [321 government and commercial cooperation projects|cp] with a total amount of [26.38 billion USD|cpv] and [338 financial service projects|cf] with a total amount of [36.94 billion USD|cfv] had been signed.",
        "{{2024}}In 2024 the newly signed government and commercial cooperation projects amounted to [540 million USD|cpp], the newly signed financial service projects to [4.77 billion USD|cfp], and cross-border financing to [2.17 billion USD|cfa].",
        H("Pilot Free Trade Zone"),
        "{{as-of:2024-12-31}}By the end of 2024 the Chongqing Pilot Free Trade Zone had [159 key institutional innovation achievements|ftz], [nine|ftzn;v=9] of them promoted nationwide, and [213,000 market entities|ftzm].",
        H("International exchange"),
        "{{as-of:2024-12-31}}At the end of 2024 Chongqing had [14 consulates general|cons], [56 international friendly cities|fc], [129 friendly exchange cities|ec] and [31 overseas NGO representative offices|ngo].",
    ], media="pdf", lang="en", tier="synthetic", furniture="Open Platforms Bulletin 1/2025", byline=["January 28, 2025"])

    add("xls-platforms", "2025-08-05", "开放平台指标（截至2025年6月底）", [
        T([["指标", "单位", "2025年6月底", "2024年底"],
           ["重庆自贸试验区重点制度创新成果", "项", lv("163", "ftz", "as-of:2025-06-30"), lv("159", "ftz", "as-of:2024-12-31")],
           ["重庆自贸试验区市场主体", "万户", lv("22.1", "ftzm", "as-of:2025-06-30", W), lv("21.3", "ftzm", "as-of:2024-12-31", W)],
           ["落户世界500强企业", "家", lv("328", "f500", "as-of:2025-06-30"), lv("326", "f500", "as-of:2024-12-31")],
           ["国际友好城市", "个", lv("57", "fc", "as-of:2025-06-30"), lv("56", "fc", "as-of:2024-12-31")],
           ["国际友好交流城市", "个", lv("131", "ec", "as-of:2025-06-30"), lv("129", "ec", "as-of:2024-12-31")],
           ["境外非政府组织代表机构", "家", lv("33", "ngo", "as-of:2025-06-30"), lv("31", "ngo", "as-of:2024-12-31")],
           ["国际（地区）航线", "条", lv("114", "air", "as-of:2025-06-30"), lv("112", "air", "as-of:2024-12-31")]])],
        media="xls", tier="synthetic")

    add("network-now", "2025-05-16", "“一箱到底”背后的通道网络", [
        "{{pub}}眼下，西部陆海新通道已辐射全国[18个省（自治区、直辖市）|prov]、[73个市|city]、[158个站点|?stn]，联通全球[127个国家和地区|ctry]、[563个港口|ports]。",
        "2017年开通之初，通道仅到达[71个|!ports,ctry;w=years ago]港口。",
        "按规划，到2027年港口数将超过[600个|t:ports>;p=2027]。",
    ], layout="column", tier="synthetic", source="示范周刊")

    add("respectively-2025", "2025-04-17", "首季重庆外贸实现“开门红”", [
        "{{2025-Q1}}今年一季度，重庆外贸进出口、出口、进口总值分别为[1755.3亿元|tt]、[1207.9亿元|ex]和[547.4亿元|im]，同比分别增长[2.6%|g:tt]、增长[6.8%|g:ex]和下降[5.6%|g-:im]。",
        "3月单月，三项分别为[657.0亿元|tt;p=2025-03]、[461.2亿元|ex;p=2025-03]、[195.8亿元|im;p=2025-03]。",
        "对东盟、欧盟、美国进出口分别为297.3亿、248.1亿、[181.6亿元|!tt;w=partner]。",
    ], layout="ucap", tier="synthetic")

    add("hightech-share-en", "2025-02-19", "High-tech goods dominate Chongqing's exports", [
        "{{2024}}High-tech products accounted for [62.9 percent|ht] of Chongqing's exports in 2024, compared with [61.3 percent|ht;p=2023] in 2023.",
        "Machinery and electronics accounted for [90.2 percent|!ht;w=another share]. Private firms made up [48.1 percent|!ht;w=another share] of the city's trade.",
        "The share is to exceed [65 percent|t:ht>;p=2027] by 2027.",
    ], layout="magazine", lang="en", tier="synthetic")

    add("settlement-compare", "2025-01-27", "人民银行重庆市分行：跨境人民币业务稳步增长", [
        "{{2024-01..2024-11}}2024年1—11月，全市跨境人民币结算量[3598.4亿元|rmb]，同比增长[35.1%|g]，而2023年同期为[2663.5亿元|rmb;p=2023-01..2023-11]。",
        "{{2024-11}}11月当月，结算[341.2亿元|rmb]。",
        "服务贸易项下人民币结算[211.7亿元|!rmb,svc;w=a part]。",
    ], layout="trs", tier="synthetic")

    add("long-annual-2025", "2026-03-24", "2025年重庆市国民经济和社会发展统计公报（摘编）", [
        H("一、综合"),
        "{{2025}}全年全市地区生产总值[33758.21亿元|gdp]，比上年增长[5.3%|g]。分产业看，第一产业增加值2263.9亿元，增长[3.4%|!gdp;w=a part]；第二产业增加值[11986.6亿元|!gdp;w=a part]，增长[3.9%|!gdp;w=a part]；第三产业增加值[19507.7亿元|!gdp;w=a part]，增长[6.3%|!gdp;w=a part]。",
        "全员劳动生产率20.3万元/人。居民消费价格比上年下降0.1%。城镇新增就业[72.4万人|!pers;w=jobs]。",
        H("二、工业"),
        "规模以上工业增加值增长[6.9%|!gdp;w=industry]；汽车产业增加值增长[11.8%|!auto;w=value added]；汽车产量[278.8万辆|!auto;w=output]。规上工业企业实现利润[1702亿元|!gdp;w=profits]。",
        H("三、服务业"),
        "规模以上服务业营业收入[7236.8亿元|!svc;w=revenue of service firms]，增长[8.1%|!svc;w=revenue of service firms]。邮政业务总量增长[16.4%|!svc;w=post]。",
        H("四、对外经济"),
        "{{2025}}全年货物进出口总额[8006.8亿元|tt]，比上年增长[12.0%|g]；货物出口[5587.3亿元|ex]，增长[15.2%|g]；货物进口[2419.5亿元|im]，增长[5.1%|g]。货物贸易顺差[3167.8亿元|!tt,ex,im;w=the surplus]。",
        "全年服务进出口总额[1146.5亿元|svc]，增长[12.2%|g]。全年实际使用外资[11.9亿美元|fdi]，增长[7.5%|g]；新设外商投资企业[884家|!ftze;w=new foreign firms]。",
        "对外承包工程完成营业额[6.2亿美元|!fdi;w=outward]，对外直接投资[14.1亿美元|!fdi;w=outward]。",
        H("五、交通"),
        "{{2025}}全年港口货物吞吐量[23815万吨|port]，增长[2.9%|g]；港口集装箱吞吐量[151.3万标箱|!teu;w=port containers]。重庆经西部陆海新通道运输箱量[32.77万标箱|teu]，增长[30.1%|g]。",
        "高速公路通车里程4566公里；民用机场旅客吞吐量[5102万人次|!pers;w=airport passengers]。",
        H("六、财政金融"),
        "一般公共预算收入[2671亿元|!gdp;w=revenue]，增长[3.0%|!gdp;w=revenue]。年末各项存款余额[61023亿元|!rmb;w=deposits]。{{2025}}全年跨境人民币结算量[4712.6亿元|rmb]，增长[18.4%|g]。",
        Note("注：本公报2025年数据为初步统计数。2024年货物进出口总额最终核定为[7156.9亿元|?tt;p=2024]。"),
    ], layout="wap", tier="synthetic", source="示范统计局")

    add("table-in-words-hant", "2025-11-20", "重慶前十月外貿統計", [
        T([["項目", "1-10月（億元）", "同比（%）"],
           ["進出口總值", lv("6560.1", "tt", "2025-01..2025-10", Y), gr("11.5", "tt", "2025-01..2025-10")],
           ["出口總值", lv("4561.6", "ex", "2025-01..2025-10", Y), gr("13.9", "ex", "2025-01..2025-10")],
           ["進口總值", lv("1998.5", "im", "2025-01..2025-10", Y), gr("6.3", "im", "2025-01..2025-10")],
           ["對東盟進出口", no("1071.3", "tt", "partner", Y), no("12.0", "tt", "partner")]],
          caption="2025年1-10月重慶市進出口主要數據"),
        "{{2025-10}}10月當月，進出口[722.5億元|tt]，同比增長[34.3%|g]。",
    ], layout="trs", lang="zh-Hant", tier="synthetic", source="示範統計局")

    add("collapsed-cells-2", "2024-02-20", "2023年开放指标", [
        T([["指标", "2023年"], ["出口、进口（亿元）", "[4782.1|?ex&!tt,im;p=2023;x=100000000;w=two values in one cell] / [2355.3|?im&!tt,ex;p=2023;x=100000000;w=two values in one cell]"],
           ["货物进出口总额（亿元）", lv("7137.4", "tt", "2023", Y)], ["实际使用外资（亿美元）", lv("10.54", "fdi", "2023", Y)]],
          caption="2023年重庆市开放型经济指标")], layout="br_text", tier="synthetic")

    add("csv-utf8-quarter", "2025-10-24", "", [
        T([["指标名称", "2025年一季度", "2025年上半年", "2025年前三季度"],
           ["地区生产总值（亿元）", lv("7574.79", "gdp", "2025-Q1", Y), lv("15929.6", "gdp", "2025-H1", Y), lv("24449.36", "gdp", "2025-01..2025-09", Y)],
           ["服务进出口（亿元）", lv("271.8", "svc", "2025-Q1", Y), lv("561.7", "svc", "2025-H1", Y), lv("852.0", "svc", "2025-01..2025-09", Y)],
           ["第三产业增加值（亿元）", no("4756.38", "gdp,svc", "a part", Y), no("9382.2", "gdp,svc", "a part", Y), no("14219.5", "gdp,svc", "a part", Y)]],
          caption="重庆市季度数据")], media="csv", charset="utf-8-bom", tier="synthetic")
