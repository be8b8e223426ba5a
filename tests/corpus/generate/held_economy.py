"""Part kept apart: product, investment, services, finance."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg

Y = "100000000"
W = "10000"


def add(part):
    add = part.add
    add("gdp-2021-review", "2022-01-21", "2021年重庆经济稳定恢复", [
        "{{2021}}初步核算，2021年，重庆实现地区生产总值[27894.02亿元|gdp]，同比增长[8.3%|g]，两年平均增长[6.1%|!gdp;w=two-year average]。其中：第一产业实现增加值[1922.03亿元|!gdp;w=a part]，增长[7.8%|!gdp;w=a part]；第二产业实现增加值[11184.94亿元|!gdp;w=a part]，增长[7.3%|!gdp;w=a part]；第三产业实现增加值[14787.05亿元|!gdp;w=a part]，增长[9.0%|!gdp;w=a part]。",
        "全国经济总量达[114.4万亿元|!gdp;w=national]，增长[8.1%|!gdp;w=national]。",
    ], layout="wap", tier="2")

    add("bulletin-2023", "2024-03-26", "2023年国民经济和社会发展统计公报解读", [
        H("经济总量"),
        "{{2023}}2023年全市地区生产总值达到[30145.79亿元|gdp]，迈上[3万亿元|!gdp;w=a threshold]台阶，按不变价格计算增长[6.1%|g]。",
        H("三次产业"),
        "一、二、三产业增加值分别为[2074.68亿元|!gdp;w=a part]、[11699.14亿元|!gdp;w=a part]和[16371.97亿元|!gdp;w=a part]，分别增长[4.6%|!gdp;w=a part]、[6.5%|!gdp;w=a part]和[5.9%|!gdp;w=a part]。",
        H("对外开放"),
        "{{2023}}货物进出口总额[5]7137.4亿元，其中出口4782.1亿元，进口2355.3亿元。".replace("7137.4亿元", "[7137.4亿元|tt]").replace("4782.1亿元", "[4782.1亿元|ex]").replace("2355.3亿元", "[2355.3亿元|im]"),
        "实际使用外资[10.54亿美元|fdi]；非金融类对外直接投资[12.8亿美元|!fdi;w=outward]。",
        "服务进出口[876.5亿元|svc]，增长[15.2%|g]。年末常住人口3191.43万人。",
        Note("[5]2022年同口径为7990.3亿元，按修订后基数计算下降[10.7%|?g-:tt;p=2023]。"),
    ], layout="ucap", tier="synthetic", forbid=[("tt", "799030000000", "", "revised base of the year before")])

    add("q1-2024-hant", "2024-04-23", "重慶首季經濟同比增長6.2%", [
        "{{2024-Q1}}首季，重慶實現地區生產總值[7232.03億元|gdp]，同比增長[6.2%|g]。第一產業[308.07億元|!gdp;w=a part]，第二產業[2632.58億元|!gdp;w=a part]，第三產業[4291.38億元|!gdp;w=a part]。",
        "規模以上工業增加值增長[9.2%|!gdp;w=industry]，社會消費品零售總額[4113.7億元|!gdp,tt;w=retail]。",
    ], layout="bare", lang="zh-Hant", tier="3")

    add("q1-2025", "2025-04-24", "一季度重庆经济运行起步平稳", [
        "{{2025-Q1}}一季度，全市地区生产总值为[7574.79亿元|gdp]，按不变价格计算，同比增长[4.3%|g]，比上年同期回落[1.9个百分点|!gdp;w=a change of the rate]。",
        "1―2月，规上服务业营业收入[1055.26亿元|!svc;w=revenue of service firms]、增长[9.2%|!svc;w=revenue of service firms]；软件业务收入增长[13.5%|!svc;w=software].",
        "分三次产业看，增加值分别为[321.78亿元|!gdp;w=a part]、2496.63亿元、[4756.38亿元|!gdp;w=a part]，分别增长[2.2%|!gdp;w=a part]、3.7%、[4.8%|!gdp;w=a part]。",
    ], layout="trs_word", tier="2", source="示范统计局")

    add("q3-2025-monitor", "2025-10-27", "前三季度重庆经济数据速览", [
        "{{2025-01..2025-09}}GDP：前三季度重庆GDP为[24449.36亿元|gdp]，同比增长[5.3%|g]",
        "汽车产业增加值：增长[12.6%|!auto;w=value added]",
        "制造业投资：增长[7.4%|!fdig;w=investment]；固定资产投资：增长[0.6%|!fdig;w=investment]",
        "常住人口城镇化率：上年末[72.0%|!ht;w=another share]",
    ], media="text", gap=1, tier="1")

    add("plan-report-2025", "2025-01-28", "2025年经济社会发展主要目标发布", [
        "{{2024}}2024年地区生产总值[32193.15亿元|gdp]、比上年增长[5.7%|g]。",
        "2025年，地区生产总值预期增长[6%|!gdp;w=a target]左右；外贸进出口总值达到[7600亿元|t:tt;p=2025]；实际使用外资[11.5亿美元|t:fdi;p=2025]；服务贸易突破[1150亿元|t:svc>;p=2025]；港口货物吞吐量[2.4亿吨|t:port;p=2025]；国际（地区）航线恢复至[115条|t:air;p=2025]。",
    ], layout="broken", tier="synthetic", charset="gbk", source="示范发改委")

    add("capital-2021-h1", "2021-08-02", "重庆：上半年利用外资两位数增长", [
        "{{2021-H1}}据市商务委消息，1—6月全市实际利用外资[48.2亿美元|fdi]，较上年同期增长[20.1%|g]。",
        "西部12省区市实际使用外资[58.9亿美元|!fdi;w=the west]，增长[5.6%|!fdi,fdig;w=the west]。",
        "两江新区实际利用外资[18.3亿美元|!fdi;w=a district], 占全市[38%|!fdi,fdig;w=a share].",
    ], layout="article", tier="2")

    add("capital-2024-growth", "2025-01-17", "重庆利用外资逆势增长", [
        "{{2024}}2024年，全市实际使用外资同比增长[5.3%|fdig]，增速高于全国[32.4个百分点|!fdi,fdig;w=points]；新设外资企业[792家|!ftze,f500;w=new foreign firms]，增长[7.6%|!fdi,fdig;w=firms]。",
        "全国实际使用外资下降[27.1%|!fdi,fdig;v=-27.1;w=national]。",
    ], layout="column", tier="2")

    add("en-capital-2025", "2025-11-18", "Chongqing's actual use of foreign capital climbs", [
        "{{2025-01..2025-10}}In the first 10 months of 2025, Chongqing's actual use of foreign capital reached [812 million U.S. dollars|fdi], up [7.2 percent|g] year on year.",
        "{{2025-10}}In October alone, the figure was [76 million U.S. dollars|fdi].",
        "Contracted foreign capital came to [2.9 billion U.S. dollars|!fdi;w=contracted].",
        "Nationwide, [621.93 billion yuan|!fdi;w=national] of foreign investment was used, down [10.3 percent|!fdi,fdig;v=-10.3;w=national].",
    ], layout="english", lang="en", tier="synthetic")

    add("settlement-2022-q1-hant", "2022-04-27", "重慶首季跨境人民幣結算量創新高", [
        "{{2022-Q1}}2022年一季度，重慶全市跨境人民幣實際收付結算量[811億元|rmb]，創歷史新高，居中西部第[1|!rmb;w=a rank]，同比增長[1.5倍|g]。",
        "547家企業累計辦理貨物貿易跨境人民幣結算[636.8億元|!rmb;w=goods only]，同比增長[2.3倍|!rmb;w=goods only]；7家筆電企業佔比[74.3%|!rmb;w=a share]。",
        "與東盟發生跨境人民幣結算[37.5億元|!rmb;w=partners], 增長[53.1%|!rmb;w=partners]。",
    ], layout="br_text", lang="zh-Hant", tier="2", source="示範新聞網")

    add("settlement-2025", "2026-01-30", "重庆跨境人民币业务年报", [
        "{{2025}}2025年，重庆市跨境人民币结算量[4712.6亿元|rmb]，同比增长[18.4%|g]，其中经常项目[3904.5亿元|!rmb;w=a part]，资本项目[808.1亿元|!rmb;w=a part]。",
        "四季度，结算量[1268.3亿元|rmb;p=2025-Q4]；12月，结算量[451.7亿元|rmb;p=2025-12]。",
        "川渝两地合计结算[8120.4亿元|!rmb;w=two places]。",
    ], layout="hanweb", tier="synthetic", source="示范分行")

    add("services-2025-h1", "2025-08-12", "上半年重庆服务贸易增长11.9%", [
        "{{2025-H1}}2025年上半年，重庆服务贸易总额[561.7亿元|svc]，同比增长[11.9%|g]。旅行服务进出口[96.4亿元|!svc;w=a part]，增长[28.0%|!svc;w=a part]。",
        "离岸服务外包执行额[9.8亿美元|!svc;w=outsourcing, dollars]。",
        "同期全国服务进出口总额[38872.6亿元|!svc;w=national]，增长[8%|!svc;w=national]。",
    ], layout="shtml", tier="synthetic")

    add("hightech-2025", "2026-01-28", "重庆“新”出口占比超六成", [
        "{{2025}}2025年，全市高新技术产品出口占出口总值的比重为[63.4%|ht]，较上年提高[0.5个百分点|c:ht]。",
        "“新三样”出口占比[4.1%|!ht;w=another share]；自主品牌产品出口占[21.8%|!ht;w=another share]。",
        "全国高新技术产品出口占比[25.1%|!ht;w=national]。",
        "{{2025}}同期，重庆汽车出口同比增长[23%|auto]。",
    ], layout="trs", tier="synthetic")

    add("en-monitor-2025", "2025-07-24", "Chongqing opening-up monitor: first half of 2025", [
        T([["Indicator", "Jan-Jun 2025", "Growth (%)"],
           ["Gross regional product (billion yuan)", lv("1592.96", "gdp", "2025-H1", "1000000000"), gr("5.0", "gdp", "2025-H1")],
           ["Foreign trade (billion yuan)", lv("374.15", "tt", "2025-H1", "1000000000"), gr("7.1", "tt", "2025-H1")],
           ["Exports (billion yuan)", lv("257.86", "ex", "2025-H1", "1000000000"), gr("10.1", "ex", "2025-H1")],
           ["Imports (billion yuan)", lv("116.29", "im", "2025-H1", "1000000000"), gr("1.2", "im", "2025-H1")],
           ["Actual use of foreign investment (million US dollars)", lv("493", "fdi", "2025-H1", "1000000"), gr("6.2", "fdi", "2025-H1")],
           ["Cross-border RMB settlement (billion yuan)", lv("228.64", "rmb", "2025-H1", "1000000000"), gr("22.3", "rmb", "2025-H1")],
           ["Port cargo throughput (million tonnes)", lv("113.8", "port", "2025-H1", "1000000"), gr("3.2", "port", "2025-H1")],
           ["Retail sales (billion yuan)", no("831.84", "tt,gdp", "retail", "1000000000"), no("4.5", "tt,gdp", "retail")]],
          caption="Main indicators of Chongqing, January-June 2025"),
        "Note: China's foreign trade grew [2.9 percent|!tt;w=national] in the same period.",
    ], layout="magazine", lang="en", tier="synthetic")
