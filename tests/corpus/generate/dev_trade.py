"""Development part: foreign trade."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg

Y = "100000000"


def add(part):
    add = part.add
    add("customs-2022-04", "2022-05-20", "2022年前4个月重庆外贸情况", [
        "{{2022-01..2022-04}}据海关统计，今年前4个月，重庆市外贸进出口总值[2754.5亿元|tt]，同比增长[12.1%|g]。其中，出口[1834.6亿元|ex]，增长[20%|g]。",
        "{{2022-04}}4月当月，重庆外贸进出口[783.6亿元|tt]，同比增长[19.8%|g]；其中出口[557.6亿元|ex]，增长[36.6%|g]，创下月度新高。",
        "前4个月，重庆对东盟进出口[445.5亿元|!tt,ex;w=one partner's part]，增长[11%|!tt,ex;w=one partner's part]；民营企业进出口占比提升至[44.9%|!tt,ht;w=share of private firms]。",
    ], layout="hanweb", charset="gb18030", label="gb2312", source="示范海关",
        related=["前4个月全国进出口[12.58万亿元|!tt;w=related link] 增长[7.9%|!tt;w=related link]"])

    add("customs-2022-09", "2022-10-28", "前三季度重庆外贸实现稳定增长", [
        "{{2022-01..2022-09}}记者从发布会上了解到，1—9月，我市进出口总值为[6259.5亿元|tt]，同比（下同）增长[8.5%|g]。其中，出口[4074.5亿元|ex]，增长[11.5%|g]；进口[2185.0亿元|im]，增长[3.3%|g]。",
        "同期，全国货物贸易进出口总值[31.11万亿元|!tt;w=national]，增长[9.9%|!tt;w=national]。",
        "笔记本电脑出口[1322.7亿元|!ex,tt;w=one good]，下降[6.1%|!ex;v=-6.1;w=one good]，仍居全国首位。",
    ], layout="trs", source="示范商务委", related=["上半年重庆进出口[4168.4亿元|!tt;w=related link]"])

    add("trade-2025-year", "2026-01-26", "2025年重庆外贸跨过[8000亿元|!tt;w=a threshold]", [
        "{{2025}}据统计，2025年重庆市外贸进出口总额[8006.8亿元|tt]，比上年增长[12%|g]。",
        "全年出口[5587.3亿元|ex]，其中机电产品[4962.4亿元|!ex,tt;w=one group of goods]，占[88.8%|!ht,ex;w=another share]，同比增长[9.1%|!ex,tt;w=growth of one group of goods]；进口[2419.5亿元|im]，连续3个季度正增长。",
        "民营企业进出口[3841.9亿元|!tt;w=private firms], 增长[18.9%|!tt;w=private firms]，占比提升[2.8|!tt,ht;w=change of a share]个百分点至[48%|!tt,ht;w=share of private firms]。",
        "东盟、欧盟为前两大贸易伙伴，进出口额分别为[1326.5亿元|!tt;w=partner]、[1082.4亿元|!tt;w=partner]，分别增长[12.6%|!tt;w=partner]、[10.2%|!tt;w=partner]。",
        "汽车出口[530.3亿元|!ex,tt;w=one good]，同比增长[23%|auto]；摩托车出口264.7亿元，增长[29.5%|!auto,ex;w=motorcycles]；手机出口567亿元，增长[35.4%|!auto,ex;w=phones]。",
    ], layout="br_text", tier="2", source="示范日报", html_lang="zh-CN",
        related=["2024年重庆外贸：进出口突破[7000亿元|!tt;w=related link]", "2025年前11个月我国汽车出口增长[18.7%|!auto;w=national, related link]"])

    add("open-economy-2021", "2022-07-07", "重庆内陆开放高地2021年监测情况发布", [
        "{{2021}}2021年，全市货物进出口[8000.59亿元|tt]，比上年增长[22.8%|g]，总额在西部12个省区市中居第[2|!tt;w=a rank]位。其中：出口[5168.33亿元|ex]，增长[23.4%|g]；进口[2832.26亿元|im]，增长[21.7%|g]。",
        "高新技术产品出口值增长[19.5%|!ht,ex;w=growth of one group of goods]，高于全国[1.6|!ht,ex,tt;w=points above the nation]个百分点。",
        "全年新增外商投资企业[351家|!ftze,f500;w=new foreign firms]，比上年增长[22.3%|!fdi,fdig;w=growth of firms]；合同外资金额[46.90亿美元|!fdi;w=contracted, not used]；实际利用外资[106.65亿美元|fdi]，增长[3.8%|g]。其中，外商直接投资（FDI）[22.36亿美元|!fdi;w=a part], 增长[6.4%|!fdi,fdig;w=growth of a part]。",
        "自贸试验区建设方面，重庆自贸试验区新增注册企业（含分支机构）[14246户|ftze]。",
        "{{as-of:2021-12-31}}截至2021年底，在渝世界500强企业达[312家|f500]。",
    ], layout="ucap", source="示范统计局", tier="2")

    add("trade-2021-01-18", "2022-01-18", "重庆去年外贸进出口首次突破8000亿元", [
        "{{2021}}新闻发布会通报，2021年重庆外贸进出口总值首次突破[8000亿元|!tt;w=a threshold]大关，达到[8000.6亿元|tt]，较2020年增长[22.8%|g]。",
        "去年12月，重庆进出口规模创当年单月新高。",
        "从全国看，2021年我国进出口总值[39.1万亿元|!tt;w=national]，比上年增长[21.4%|!tt;w=national]。",
    ], layout="nested", tier="3", source="示范财经网", charset="gbk")

    add("trade-2014-big5", "2015-03-10", "重慶2014年外貿進出口總值情況", [
        "重慶市2014年外貿進出口總值[954.5億美元|!tt;w=US dollars, the indicator is in yuan]，增長[39%|?g:tt;p=2014]。其中，出口[634.1億美元|!ex;w=US dollars]，增長[35.5%|?g:ex;p=2014]；進口[320.4億美元|!im;w=US dollars]，增長[46.3%|?g:im;p=2014]。",
        "{{2014}}全年實際利用外資[106.3億美元|fdi]。",
        "今年，重慶將力爭進出口總值增長[10%|!tt;w=a target]，實際利用外資[115億美元|t:fdi;p=2015]，保持中西部領先。",
    ], layout="layout_table", lang="zh-Hant", charset="big5", tier="2", source="示範新聞")

    add("trade-2014-05-hant", "2014-06-20", "重慶內陸開放高地建設加快推進", [
        "{{2014-01..2014-05}}1~5月份，全市進出口[2169.6億元|tt]人民幣，同比增長[53.5%|g]，其中加工貿易增長[1.1倍|!tt;w=processing trade]，佔全市進出口[61.4%|!tt,ht;w=a share]。",
        "筆電類企業進出口[964億元|!tt;w=a part]人民幣，增長[37.6%|!tt;w=a part]。",
        "同期，全市實際利用外資[26.40億美元|fdi]，其中第三產業佔[55.53%|!fdi,fdig;w=a share]；合同外資[10.33億美元|!fdi;w=contracted]，同比增長[50.71%|!fdi,fdig;w=contracted]。",
        "服務外包合同額[4.6億美元|!svc;w=outsourcing, dollars]；服務貿易進出口[33億美元|!svc;w=US dollars]。",
    ], layout="bare", lang="zh-Hant", tier="3")

    add("en-trade-2021-08", "2021-09-20", "Chongqing posts foreign trade growth in Jan-August", [
        "{{2021-01..2021-08}}Foreign trade of Chongqing municipality came to [507.68 billion yuan|tt] (about [78.53 billion|!tt;w=dollar equivalent] U.S. dollars) from January to August, up [29.4 percent|g] from a year earlier, customs figures show.",
        "Exports climbed [28.9 percent|g:ex] to [320.08 billion yuan|ex] in the period and imports rose [30.1 percent|g:im] to [187.6 billion yuan|im].",
        "{{2021-08}}In August alone, the city's imports and exports were worth [65.16 billion yuan|tt], up [16 percent|g] year on year.",
        "Trade with ASEAN, the European Union and the United States reached [80.43 billion yuan|!tt;w=partner], [80.24 billion yuan|!tt;w=partner] and [75.2 billion yuan|!tt;w=partner], respectively.",
    ], layout="english", lang="en", tier="3", source="Example Daily")

    add("en-trade-2021-h1", "2021-07-22", "Chongqing foreign trade keeps growing for 15 consecutive months", [
        "{{2021-H1}}In the first half of 2021, imports and exports of Chongqing rose by [37.6%|g:tt] over the same period last year, with a total value of [376.6 billion yuan|tt] (approximately [58.05 billion|!tt;w=dollar equivalent] U.S. dollars).",
        "Exports amounted to [232.13 billion yuan|ex], a year-on-year increase of [37.7%|g]; imports stood at [144.47 billion yuan|im], a year-on-year increase of [37.5%|g].",
        "{{2021-06}}In June, the monthly value hit [71.9 billion yuan|tt], a record high.",
        T([["Trading partners", "Year-on-year increase"], ["Japan", no("47.8%", "tt,ex,im", "partner")], ["EU", no("33.6%", "tt,ex,im", "partner")],
           ["ASEAN countries", no("24.5%", "tt,ex,im", "partner")]], caption="Growth by partner"),
    ], layout="magazine", lang="en", tier="2")

    add("en-trade-2020-07", "2020-08-17", "Chongqing's monthly foreign trade at five-year high", [
        "{{2020-07}}Chongqing achieved an import-export volume of [64.22 billion yuan|tt] ($[9.25 billion|!tt;w=dollar equivalent]) in July, the highest month in five years.",
        "{{2020-01..2020-07}}During the first seven months of this year, the city's total import and export volume was [340.13 billion yuan|tt], a year-on-year increase of [8.5 percent|g]. Of this, export volume totaled [212.93 billion yuan|ex] and import volume [127.2 billion yuan|im].",
        "Processing trade and bonded logistics accounted for [50 percent|!tt,ht;w=share] and [20.9 percent|!tt,ht;w=share] of the city's foreign trade.",
        "In July alone, private companies imported and exported [24.97 billion yuan|!tt;w=private firms], contributing [67.8 percent|!tt;w=a contribution] of total growth.",
    ], layout="article", lang="en", tier="2", source="Example Liangjiang")

    add("en-trade-2022-q1", "2022-04-20", "Chongqing's foreign trade grows 9.3 pct in Q1", [
        "{{2022-Q1}}CHONGQING, April 20 -- Chongqing Municipality saw its foreign trade exceed [197 billion yuan|tt>] (about [30.7 billion|!tt;w=dollar equivalent] U.S. dollars) in the first quarter of 2022, an increase of [9.3 percent|g] year on year, the city's customs authorities said.",
        "Of the total, exports rose [14 percent|g:ex] year on year to [127.7 billion yuan|ex], while imports gained [1.6 percent|g:im] to nearly [69.4 billion yuan|im<].",
        "In the first quarter, imports and exports of foreign-invested enterprises reached [98.9 billion yuan|!tt;w=foreign-invested firms], up [12 percent|!tt;w=foreign-invested firms].",
    ], layout="english", lang="en", tier="2", source="Example Agency")

    # A statistical table with merged headers: the year to date beside the single month.
    rows = [[Cell("指标", rows=2), Cell("1—9月累计", cols=2), None, Cell("9月", cols=2), None],
            [None, "绝对量", "同比±%", "绝对量", "同比±%"],
            ["进出口总值", lv("5189.1", "tt", "2023-01..2023-09", Y), gr("-17.1", "tt", "2023-01..2023-09"), lv("598.4", "tt", "2023-09", Y), gr("-12.6", "tt", "2023-09")],
            ["　　出口", lv("3406.4", "ex", "2023-01..2023-09", Y), gr("-16.4", "ex", "2023-01..2023-09"), lv("401.7", "ex", "2023-09", Y), gr("-9.8", "ex", "2023-09")],
            ["　　进口", lv("1782.7", "im", "2023-01..2023-09", Y), gr("-18.5", "im", "2023-01..2023-09"), lv("196.7", "im", "2023-09", Y), gr("-17.7", "im", "2023-09")],
            ["　　#民营企业", no("2492.3", "tt", "private firms", Y), no("-11.0", "tt,ex,im", "private firms"), no("290.2", "tt", "private firms", Y), no("-7.4", "tt,ex,im", "private firms")],
            ["　　#外商投资企业", no("2280.6", "tt", "foreign firms", Y), no("-24.9", "tt,ex,im", "foreign firms"), no("261.3", "tt", "foreign firms", Y), no("-20.1", "tt,ex,im", "foreign firms")]]
    add("table-trade-2023-09", "2023-10-20", "2023年9月全市进出口主要指标", [
        T(rows, caption="2023年1—9月重庆市外贸进出口情况", unit="单位：亿元人民币", head=2, note="注：数据来源于海关，同比按人民币计价。")],
        layout="trs_word", tier="synthetic")

    months = [("1-2月", "2024-01..2024-02", "1079.6", "705.3", "374.3"), ("1-3月", "2024-Q1", "1711.2", "1130.9", "580.3"),
              ("1-4月", "2024-01..2024-04", "2291.5", "1518.8", "772.7"), ("1-5月", "2024-01..2024-05", "2893.7", "1926.2", "967.5"),
              ("1-6月", "2024-H1", "3492.4", "2343.0", "1149.4"), ("1-7月", "2024-01..2024-07", "4107.9", "2763.1", "1344.8"),
              ("1-8月", "2024-01..2024-08", "4720.3", "3190.4", "1529.9"), ("1-9月", "2024-01..2024-09", "5322.8", "3601.2", "1721.6")]
    add("workbook-trade-2024", "2024-10-22", "2024年重庆市进出口累计数据", [
        Sheet("累计", [T([["月份", "进出口", "出口", "进口"]] + [[m, lv(a, "tt", p, Y), lv(b, "ex", p, Y), lv(c, "im", p, Y)] for m, p, a, b, c in months],
                       unit="单位：亿元")]),
        Sheet("测算底稿", [T([["月份", "进出口"], ["1-9月", no("5400.0", "tt", "hidden sheet", Y)], ["1-10月", no("6000.0", "tt", "hidden sheet", Y)]], unit="单位：亿元")], hidden=True),
    ], media="xlsx", tier="synthetic")

    add("workbook-trade-month-2024", "2024-09-20", "2024年8月重庆市进出口商品总值表", [
        T([[Cell("项目", rows=2), Cell("8月", cols=2), None, Cell("1至8月", cols=2), None], [None, "金额", "同比(%)", "金额", "同比(%)"],
           ["进出口", lv("6123000", "tt", "2024-08", "10000"), gr("3.4", "tt", "2024-08"), lv("47203000", "tt", "2024-01..2024-08", "10000"), gr("1.2", "tt", "2024-01..2024-08")],
           ["出口", lv("4273000", "ex", "2024-08", "10000"), gr("8.1", "ex", "2024-08"), lv("31904000", "ex", "2024-01..2024-08", "10000"), gr("5.5", "ex", "2024-01..2024-08")],
           ["进口", lv("1850000", "im", "2024-08", "10000"), gr("-6.1", "im", "2024-08"), lv("15299000", "im", "2024-01..2024-08", "10000"), gr("-6.7", "im", "2024-01..2024-08")]],
          unit="单位：万元人民币", head=2)], media="xls", tier="synthetic")

    add("series-trade-years", "2025-02-14", "", [
        T([["年份", "进出口总额（亿元）", "出口（亿元）", "进口（亿元）", "全国进出口（万亿元）"],
           ["2019", lv("5792.8", "tt", "2019", Y), lv("3712.9", "ex", "2019", Y), lv("2079.9", "im", "2019", Y), no("31.56", "tt", "national", "1000000000000")],
           ["2020", lv("6513.4", "tt", "2020", Y), lv("4187.5", "ex", "2020", Y), lv("2325.9", "im", "2020", Y), no("32.22", "tt", "national", "1000000000000")],
           ["2021", lv("8000.59", "tt", "2021", Y), lv("5168.33", "ex", "2021", Y), lv("2832.26", "im", "2021", Y), no("39.10", "tt", "national", "1000000000000")],
           ["2022", lv("8158.4", "tt", "2022", Y), lv("5245.3", "ex", "2022", Y), lv("2913.1", "im", "2022", Y), no("42.07", "tt", "national", "1000000000000")],
           ["2023", lv("7137.4", "tt", "2023", Y), lv("4782.1", "ex", "2023", Y), lv("2355.3", "im", "2023", Y), no("41.76", "tt", "national", "1000000000000")]],
          caption="重庆市历年货物进出口")], media="csv", charset="gbk", tier="synthetic")

    add("pdf-trade-2024-year", "2025-01-21", "2024年重庆外贸运行情况", [
        "{{2024}}2024年，重庆市货物贸易进出口总值[7154.2亿元|tt]，比上年（下同）增长[0.2%|g]，连续4年保持在[7000亿元|!tt;w=a threshold]以上。其中，出口[4851.6亿元|ex]，增长[1.5%|g]；进口[2302.6亿元|im]，下降[2.2%|g-]。",
        "分季度看，四季度进出口[1831.4亿元|tt;p=2024-Q4]，同比增长[4.6%|g;p=2024-Q4]。",
        "2024年12月，重庆进出口[660.8亿元|tt;p=2024-12]，增长[7.3%|g;p=2024-12]。",
        "同期成都海关关区内四川省进出口[10457.2亿元|!tt;w=another province]，增长[9.4%|!tt;w=another province]。",
        "展望2025年，力争全市外贸进出口总额突破[7500亿元|t:tt;p=2025]。",
    ], media="pdf", tier="synthetic", furniture="重庆外贸简报　第1期", byline=["2025年1月21日"])

    add("trade-flat-and-narrow", "2023-06-16", "前5个月重庆进出口降幅收窄", [
        "{{2023-01..2023-05}}今年1—5月，重庆外贸进出口总值[2893.2亿元|tt]，同比下降[15.9%|g-]，降幅比1—4月收窄[1.8|!tt;w=a change of the rate]个百分点。其中，出口[1912.4亿元|ex]，下降[15.4%|g-]；进口[980.8亿元|im]，下降[16.7%|g-]，增速与1—4月持平。",
        "5月当月，进出口[588.9亿元|tt;p=2023-05]，环比增长[2.6%|?g;p=2023-05]；出口环比增长[4.1%|?g:ex;p=2023-05]。",
        "机电产品出口拉动全市出口下降[12.2|!ex;w=a contribution]个百分点，贡献率为[79.5%|!ex;w=a contribution]。",
    ], layout="column", tier="synthetic", source="示范海关")

    add("trade-footnotes", "2024-03-26", "2023年重庆对外经济主要数据", [
        H("六、对外经济"),
        "{{2023}}全年货物进出口总额[12][7137.4亿元|tt]，比上年下降[10.7%|g-]。其中，货物出口额①[4782.1亿元|ex]，下降[7.6%|g-]；货物进口额②[2355.3亿元|im]，下降[16.3%|g-]。",
        "全年服务进出口总额[13][876.5亿元|svc]，增长[15.2%|g]。",
        "全年实际使用外资③[10.54亿美元|fdi]，下降[43.2%|g-]。",
        Note("注：[12]货物进出口按人民币计价，2022年基数由[8158.4亿元|!tt;p=2023;w=revised base]修订为[7990.3亿元|!tt;w=revised base]。"),
        Note("[13]服务进出口口径为国际收支口径，上年同期[760.9亿元|!svc;p=2023;w=previous year]。①②③见指标解释。"),
    ], layout="wap", tier="synthetic")

    add("fullwidth-trade", "2023-08-18", "２０２３年前７个月外贸数据", [
        "{{2023-01..2023-07}}２０２３年１－７月，全市外贸进出口总值４，０７６．１亿元（人民币，下同），同比下降[１７．９％|g-:tt]。" .replace("４，０７６．１亿元", "[４，０７６．１亿元|tt]"),
        "其中：出口[２，６９３．８亿元|ex]，下降[１７．０％|g-]；进口[１，３８２．３亿元|im]，下降[１９．８％|g-]。",
        "７月当月：进出口[５８３．６亿元|tt;p=2023-07]，出口[３８４．５亿元|ex;p=2023-07]，进口[１９９．１亿元|im;p=2023-07]。",
    ], layout="broken", tier="synthetic", charset="gb18030", source="示范商务局")

    add("auto-exports-2025-10", "2025-12-12", "重庆汽车出海提速", [
        "{{2025-01..2025-10}}海关部门公布的数据显示，今年前10个月，重庆汽车出口[402.2亿元|!ex,tt;w=one good]，同比增长[13.6%|auto]。其中，电动汽车出口[116.5亿元|!ex,tt;w=a part of one good]，同比增长[72.1%|!auto;w=electric cars only]。",
        "按数量计，出口汽车47.3万辆；整车平均单价同比下降[3.4%|!auto;v=-3.4;w=a unit price]。",
    ], layout="shtml", tier="2", source="示范经济报")

    add("economy-2025-q3", "2025-10-24", "2025年前三季度全市经济运行情况", [
        "{{2025-01..2025-09}}前三季度，全市地区生产总值[24449.36亿元|gdp]，同比增长[5.3%|g]。",
        "汽车产业增加值同比增长[12.6%|!auto;w=value added, not exports]，智能装备产业增长[9.0%|!auto;w=value added]；制造业投资增长[7.4%|!fdig;w=investment, not foreign]。",
        "规模以上服务业企业营业收入同比增长[6.3%|!svc;w=revenue of service firms]。",
    ], layout="wap", source="示范统计局")
