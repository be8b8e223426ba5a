"""Development part: product, investment, services, finance, ports."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg

Y = "100000000"
W = "10000"


def add(part):
    add = part.add
    add("gdp-2021", "2022-02-09", "2021年全市经济运行情况", [
        "{{2021}}根据统一核算结果，2021年全市实现地区生产总值[27894.02亿元|gdp]，按不变价格计算，比上年增长[8.3%|g]，两年平均增长[6.1%|!gdp;w=two-year average]。",
        "分产业看，第一产业增加值[1922.03亿元|!gdp;w=a part]，增长[7.8%|!gdp;w=a part]，两年平均增长[6.2%|!gdp;w=a part]；第二产业[11184.94亿元|!gdp;w=a part]，增长[7.3%|!gdp;w=a part]；第三产业[14787.05亿元|!gdp;w=a part]，增长[9.0%|!gdp;w=a part]。",
        Note("注：增长速度按不变价格计算，2020年最终核实数为[25041.43亿元|?gdp;p=2020]。"),
    ], layout="trs", forbid=[("gdp", "2504143000000", "2021", "previous year's final figure")])

    add("communique-2022", "2023-03-17", "2022年重庆市国民经济和社会发展统计公报（节选）", [
        H("一、综合"),
        "{{2022}}初步核算，全年实现地区生产总值[29129.03亿元|gdp]，比上年增长[2.6%|g]。按产业分，第一产业增加值[2012.05亿元|!gdp;w=a part]，增长[4.0%|!gdp;w=a part]；第二产业增加值[11693.86亿元|!gdp;w=a part]，增长[3.3%|!gdp;w=a part]；第三产业增加值[15423.12亿元|!gdp;w=a part]，增长[1.9%|!gdp;w=a part]。三次产业结构比为6.9:40.1:53.0。",
        "全年人均地区生产总值达到[90663元|!gdp;w=per head]，比上年增长[2.5%|!gdp;w=per head]。民营经济增加值[17404.40亿元|!gdp;w=a part]，增长[3.0%|!gdp;w=a part]，占全市经济总量的[59.7%|!gdp,ht;w=a share]。",
        "年末全市常住人口[4][3213.34万人|!pers;w=population]，自然增长率为[-2.11‰|!gdp;w=population]；城镇化率为[70.96%|!ht;w=another share]，比上年末提高0.64个百分点。",
        "全年城镇新增就业人员[70.67万人|!pers;w=jobs]，比上年减少[5.9%|!pers;v=-5.9;w=jobs]。",
        T([["指 标", "年末数（万人）", "比重（%）"], ["全市常住人口", "3213.34", "100.00"], ["城 镇", no("2280.32", "pers", "population", W), no("70.96", "ht", "another share")],
           ["乡 村", no("933.02", "pers", "population", W), "29.04"]], caption="表1 2022年年末常住人口数及其构成"),
        H("七、对外经济"),
        "{{2022}}全年实现货物进出口总额[8158.35亿元|tt]，比上年增长[2.0%|g]。其中，出口[5245.32亿元|ex]，增长[1.5%|g]；进口[2913.03亿元|im]，增长[2.9%|g]。",
        "全年实际使用外资[18.57亿美元|fdi]。{{as-of:2022-12-31}}截至年末，累计有[316家|f500]世界500强企业落户重庆。",
        Note("注：[4]为人口变动抽样调查推算数。"),
    ], layout="trs_word", tier="synthetic")

    add("gdp-2023-hant", "2024-02-01", "2023年重慶經濟運行情況", [
        "{{2023}}2023年，重慶市地區生產總值[30145.79億元|gdp]，按不變價格計算，同比增長[6.1%|g]。",
        "第一產業增加值[2074.68億元|!gdp;w=a part]，增長[4.6%|!gdp;w=a part]；第二產業增加值[11699.14億元|!gdp;w=a part]，增長[6.5%|!gdp;w=a part]；第三產業增加值[16371.97億元|!gdp;w=a part]，增長[5.9%|!gdp;w=a part]。",
        "鎴戝競鍓嶅強瀛ｅ害——（亂碼段落）",
    ], layout="bare", lang="zh-Hant", tier="3")

    add("plan-2025", "2025-03-11", "2024年计划执行情况与2025年计划草案（摘要）", [
        "{{2024}}2024年，全市地区生产总值[32193.15亿元|gdp]、增长[5.7%|g]。",
        "2025年主要预期目标：地区生产总值增长[6%|!gdp;w=a target]左右；货物进出口总额达到[7500亿元|t:tt;p=2025]，实际使用外资增长[6%|t:fdig;p=2025]以上，服务进出口达到[1100亿元|t:svc;p=2025]。",
        "力争新增世界500强企业[6家|!f500;w=a planned increase]。",
    ], layout="shtml", source="示范日报")

    add("gdp-2024-q1", "2024-04-22", "一季度全市经济运行开局良好", [
        "{{2024-Q1}}一季度，全市实现地区生产总值[7232.03亿元|gdp]，同比增长[6.2%|g]。其中，第一产业增加值[308.07亿元|!gdp;w=a part]，增长[3.3%|!gdp;w=a part]；第二产业[2632.58亿元|!gdp;w=a part]，增长[7.2%|!gdp;w=a part]；第三产业[4291.38亿元|!gdp;w=a part]，增长[5.9%|!gdp;w=a part]。",
        "同期国内生产总值[296299亿元|!gdp;w=national]，同比增长[5.3%|!gdp;w=national]。四川地区生产总值[13588.8亿元|!gdp;w=another province]，增长[6.1%|!gdp;w=another province]。",
        "渝北区地区生产总值[601.2亿元|!gdp;w=a district]，增长[5.5%|!gdp;w=a district]。",
    ], layout="hanweb")

    add("gdp-2025-q1-hant", "2025-04-25", "重慶市一季度經濟數據出爐", [
        "{{2025-Q1}}一季度，重慶市實現地區生産總值[7574.79億元|gdp]，按不變價格計算，同比增長[4.3%|g]。分産業看，第一産業增加值[321.78億元|!gdp;w=a part]，增長[2.2%|!gdp;w=a part]；第二産業[2496.63億元|!gdp;w=a part]，增長[3.7%|!gdp;w=a part]；第三産業[4756.38億元|!gdp;w=a part]，增長[4.8%|!gdp;w=a part]。",
        "1―2月，規模以上服務業實現營業收入[1055.26億元|!svc;w=revenue of service firms]，同比增長[9.2%|!svc;w=revenue of service firms]，增速與去年12月持平。",
    ], layout="br_text", lang="zh-Hant", tier="3", source="示範網")

    add("fdi-2021-h1", "2021-07-30", "上半年重庆实际利用外资48.2亿美元", [
        "{{2021-H1}}今年上半年，全市实际利用外资[48.2亿美元|fdi]，同比增长[20.1%|g]，其中FDI[11.7亿美元|!fdi;w=a part]，增长[36.5%|!fdi,fdig;w=a part]。",
        "新设外商投资企业[168家|!ftze,f500;w=new foreign firms]，合同外资[21.9亿美元|!fdi;w=contracted]。",
        "制造业实际利用外资[14.6亿美元|!fdi;w=one industry]，占[30.3%|!fdi,fdig;w=a share]。",
    ], layout="column", tier="2", source="示范晨报")

    add("fdi-2012-01-hant", "2012-02-13", "重慶市1月份利用外資情況", [
        "{{2012-01}}今年1月，重慶市實際利用外資[4.62億美元|fdi]，同比增長[88.78%|g]。",
        "當月新簽合同外資[2.1億美元|!fdi;w=contracted]，同比下降[12.5%|!fdi,fdig;v=-12.5;w=contracted]。",
    ], layout="layout_table", lang="zh-Hant", charset="big5", tier="2", source="示範政府網")

    add("fdi-cny", "2023-07-25", "上半年重庆使用外资情况", [
        "今年上半年，全市新设外商投资企业[185家|!ftze,f500;w=new foreign firms]，实际使用外资[52.3亿元人民币|!fdi;w=yuan, the indicator is in dollars]。",
        "{{2023-H1}}按美元计，全市实际使用外资[7.56亿美元|fdi]，同比下降[28.4%|g-]。",
        "同期，全国实际使用外资[7036.5亿元|!fdi;w=national]，下降[2.7%|!fdi,fdig;v=-2.7;w=national]。",
    ], layout="nested", tier="synthetic", forbid=[("fdi", "5230000000", "2023-H1", "yuan taken for dollars")])

    add("rmb-2014-09", "2014-10-23", "重庆跨境人民币结算总量首破千亿元", [
        "{{2014-01..2014-09}}1至9月，重庆市跨境人民币实际收付结算量达[1120亿元|rmb]，同比增长[1.1倍|g]，首次突破[千亿元|!rmb;v=100000000000;w=a threshold]。",
        "货物贸易结算[407.1亿元|!rmb;w=a part]，同比增长[77.8%|!rmb;w=a part]。",
        "9月末，全市本外币各项贷款余额[20178.5亿元|!rmb;w=loans]。",
    ], layout="broken", tier="2", charset="gbk", source="示范经济网")

    add("rmb-2019-h1", "2019-07-31", "重庆跨境人民币结算覆盖126个国家和地区", [
        "从2010年到2019年6月末，全市企业累计办理跨境人民币结算[8410亿元|!rmb;w=since 2010]，覆盖[126个国家和地区|!ctry;w=settlement partners]。",
        "{{2019-H1}}2019年上半年，重庆市跨境人民币结算总额为[482.5亿元|rmb]，同比增长[6.3%|g]；货物贸易项下[269.8亿元|!rmb;w=a part]，同比增长[1.4倍|!rmb;w=a part]。",
        "对外直接投资、外商直接投资人民币结算额分别为[3.0亿元|!rmb;w=a part]、[69.1亿元|!rmb,fdi;w=a part]。",
    ], layout="article", tier="2")

    add("rmb-2024", "2025-03-27", "2024年重庆跨境人民币业务扩面增量", [
        "{{2024}}2024年全年，全市跨境人民币结算量达到近[4000亿元|rmb<]，同比增长[37%|g]，高于全国[15个百分点|!rmb;w=points above the nation]。",
        "全年以人民币进行对外直接投资[16亿元|!rmb;w=a part]。",
        "“首办户”占比达[三成|!rmb;v=30;w=a share]以上。",
    ], layout="ucap", tier="2", source="示范人民银行")

    add("services-2024", "2025-02-10", "2024年重庆服务贸易情况", [
        "{{2024}}2024年，全市服务贸易进出口[1021.6亿元|svc]，同比增长[16.6%|g]。其中，服务出口[498.3亿元|!svc,ex;w=a part]，增长[18.2%|!svc,ex;w=a part]；服务进口[523.3亿元|!svc,im;w=a part]，增长[15.1%|!svc,im;w=a part]。",
        "知识密集型服务进出口[352.4亿元|!svc;w=a part]，占[34.5%|!svc,ht;w=a share]。全国服务进出口[75238亿元|!svc;w=national]，增长[14.4%|!svc;w=national]。",
        "到2027年，服务贸易额达到[1600亿元|t:svc;p=2027]。",
    ], layout="trs", tier="synthetic", source="示范商务委")

    add("hightech-2024", "2025-01-22", "2024年重庆外贸结构持续优化", [
        "{{2024}}2024年，全市高新技术产品出口[3051.7亿元|!ex,tt;w=one group of goods]，增长[4.2%|!ex,ht;w=growth], 占全市出口的[62.9%|ht]，比上年提高[1.6个百分点|c:ht]。",
        "机电产品出口占比[90.2%|!ht;w=another share]；民营企业占全市进出口的[48.1%|!ht;w=another share]。",
        "到2027年，高新技术产品出口占比达[65%|t:ht>;p=2027]以上。",
    ], layout="trs_word", tier="synthetic", source="示范海关")

    add("port-2023", "2024-01-26", "2023年重庆港口生产情况", [
        "{{2023}}2023年，全市港口货物吞吐量完成[2.22亿吨|port]，同比增长[7.6%|g]，其中外贸货物吞吐量[540万吨|!port;w=a part]；集装箱吞吐量132.4万标箱，增长[2.6%|!port,volg;w=containers]。",
        "12月，港口货物吞吐量[1912万吨|port;p=2023-12]，同比增长[9.1%|g;p=2023-12]。",
        "长江干线港口货物吞吐量[38.7亿吨|!port;w=the whole river]。港口年货物通过能力[2.3亿吨|!port;w=capacity]。",
    ], layout="hanweb", tier="synthetic", source="示范交通局", forbid=[("teu", "1324000", "", "port containers")])

    add("hubs", "2024-05-10", "重庆：五型国家物流枢纽集于一城", [
        "{{pub}}目前，重庆已获批港口型、陆港型、空港型、生产服务型、商贸服务型[5种类型|hubs]国家物流枢纽，是全国首个[五|?hubs;v=5]型齐备的城市。",
        "全国已布局国家物流枢纽[151个|!hubs;w=national]。",
    ], layout="column", tier="synthetic")

    add("en-hubs", "2023-11-20", "Chongqing becomes the first city with five types of logistics hubs", [
        "{{pub}}Chongqing now has [five types|hubs;v=5] of national logistics hubs: water port, land port, airport, production services and commercial services.",
        "{{2023-01..2023-10}}In the first ten months of this year, automobile exports rose [48.7 percent|auto] year on year.",
        "{{pub}}A total of [320 Fortune 500 companies|f500] have settled in the city.",
    ], layout="magazine", lang="en", tier="synthetic")

    add("pdf-monthly-2025-06", "2025-07-20", "2025年上半年重庆开放型经济运行监测", [
        "{{2025-H1}}上半年，全市货物进出口总额[3741.5亿元|tt]，同比增长[7.1%|g]；其中出口[2578.6亿元|ex]，增长[10.1%|g]，进口[1162.9亿元|im]，增长[1.2%|g]。",
        "实际使用外资[4.93亿美元|fdi]，同比增长[6.2%|g]；跨境人民币结算量[2286.4亿元|rmb]，同比增长[22.3%|g]；服务进出口[561.7亿元|svc]，增长[11.9%|g]。",
        "重庆经西部陆海新通道运输[15.96万标箱|teu]，增长[33.0%|g]，货值[283.7亿元|val]，增长[27.5%|g]。",
        "二季度，全市货物进出口总额[1986.2亿元|tt;p=2025-Q2]，同比增长[11.3%|g;p=2025-Q2]。",
    ], media="pdf", tier="synthetic", size=14, furniture="重庆开放型经济监测　第13期（总第86期）", byline=["2025年7月20日"])

    add("docx-commerce-2025", "2025-04-20", "2025年一季度商务运行简报", [
        "{{2025-Q1}}一、外贸：全市进出口[1755.3亿元|tt]，同比增长[2.6%|g]；出口[1207.9亿元|ex]，增长[6.8%|g]；进口[547.4亿元|im]，下降[5.6%|g-]。",
        "二、外资：全市实际使用外资[2.04亿美元|fdi]，同比增长[10.5%|g]。",
        "三、服务贸易：服务进出口[271.8亿元|svc]，增长[13.3%|g]。",
        "四、外经：对外非金融类投资[3.4亿美元|!fdi;w=outward]，增长[26.6%|!fdi,fdig;w=outward]。",
        "五、消费：社会消费品零售总额[4230.1亿元|!tt,gdp;w=retail]，增长[4.4%|!tt;w=retail]。",
    ], media="docx", tier="synthetic", byline=["示范商务委办公室", "2025年4月20日"])

    rows = [["指标名称", "计量单位", "1-6月", "同比增长(%)"],
            ["地区生产总值", "亿元", lv("15929.6", "gdp", "2025-H1", Y), gr("5.0", "gdp", "2025-H1")],
            ["货物进出口总额", "亿元", lv("3741.5", "tt", "2025-H1", Y), gr("7.1", "tt", "2025-H1")],
            ["实际使用外资", "万美元", lv("49300", "fdi", "2025-H1", W), gr("6.2", "fdi", "2025-H1")],
            ["港口货物吞吐量", "万吨", lv("11380.5", "port", "2025-H1", W), gr("3.2", "port", "2025-H1")],
            ["社会消费品零售总额", "亿元", no("8318.4", "tt,gdp", "retail", Y), no("4.5", "tt,gdp", "retail")],
            ["固定资产投资", "%", "—", no("2.5", "fdig", "investment")]]
    add("table-monthly-2025-06", "2025-07-22", "2025年6月全市主要经济指标", [
        T(rows, caption="2025年1-6月主要经济指标", note="注：地区生产总值增速按不变价格计算。")], layout="trs", tier="synthetic")

    add("csv-indicators-2025", "2025-08-20", "", [
        T([["indicator", "period", "value", "unit", "yoy"],
           ["Imports and exports of goods, Chongqing", "2025 Jan-Jul", lv("4386.1", "tt", "2025-01..2025-07", Y), "100 million yuan", gr("6.8", "tt", "2025-01..2025-07")],
           ["Exports of goods, Chongqing", "2025 Jan-Jul", lv("3029.7", "ex", "2025-01..2025-07", Y), "100 million yuan", gr("9.9", "ex", "2025-01..2025-07")],
           ["Imports of goods, Chongqing", "2025 Jan-Jul", lv("1356.4", "im", "2025-01..2025-07", Y), "100 million yuan", gr("0.4", "im", "2025-01..2025-07")],
           ["Imports and exports of goods, China", "2025 Jan-Jul", no("256969.6", "tt", "national", Y), "100 million yuan", no("3.5", "tt", "national")]])],
        media="csv", lang="en", tier="synthetic")

    add("en-gdp-2024", "2025-01-20", "Chongqing's GDP tops 3.2 trillion yuan in 2024", [
        "{{2024}}Chongqing's gross regional product reached [3.219315 trillion yuan|gdp] in 2024, up [5.7 percent|g] year on year at constant prices.",
        "The added value of the service sector was [1.82 trillion yuan|!gdp;w=a part], up [6.1 percent|!gdp,svc;w=a part].",
        "China's GDP grew [5 percent|!gdp;w=national] to [134.9 trillion yuan|!gdp;w=national].",
        "The city aims for growth of about [6 percent|!gdp;w=a target] in 2025.",
    ], layout="english", lang="en", tier="synthetic")
