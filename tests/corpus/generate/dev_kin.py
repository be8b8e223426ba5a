"""Development part: documents of the kinds that the part kept apart showed to be hard, in other words."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg

Y = "100000000"
W = "10000"


def add(part):
    add = part.add
    add("ftz-nation-beside", "2025-05-08", "自贸试验区制度创新再添新成果", [
        "目前，全国22个自贸试验区累计有[349项|!ftz,ftzn;w=national]制度创新成果在全国复制推广。",
        "{{pub}}重庆自贸试验区累计培育重点制度创新成果[162项|ftz]，有[9项|ftzn]在全国复制推广。两江片区制度创新成果[97项|!ftz;w=one part of the zone]。",
        "{{as-of:2025-04-30}}截至4月末，重庆自贸试验区市场主体[21.9万户|ftzm]，其中两江片区[13.2万户|!ftzm;w=one part of the zone]、果园港片区[0.9万户|!ftzm;w=one part of the zone]。",
        "四川自贸试验区同期市场主体突破[30万户|!ftzm;w=another zone]。",
    ], layout="hanweb", tier="synthetic")

    add("threshold-then-value", "2025-09-26", "一批指标跨上新台阶", [
        "{{as-of:2025-08-31}}截至8月底，落户重庆的世界500强企业突破[320家|!f500;w=a threshold]、达到[329家|f500]，其中境外世界500强[246家|!f500;w=foreign ones only]。",
        "{{2025-01..2025-08}}前8个月，跨境人民币结算量首次突破[3000亿元|!rmb;w=a threshold]大关，达[3081.6亿元|rmb]；港口货物吞吐量突破[1.5亿吨|!port;w=a threshold]，为[1.57亿吨|port]。",
        "{{as-of:2025-08-31}}截至8月底，重庆自贸试验区市场主体突破[22万户|!ftzm;w=a threshold]，达到[22.3万户|ftzm]。",
    ], layout="trs", tier="synthetic", source="示范周报")

    rows = [[Cell("商品类别", rows=2), Cell("当月", cols=2), None, Cell("当年累计", cols=2), None],
            [None, "金额", "同比", "金额", "同比"],
            ["进出口总值", lv("602.7", "tt", "2024-05", Y), gr("2.4", "tt", "2024-05"), lv("2893.7", "tt", "2024-01..2024-05", Y), gr("0.1", "tt", "2024-01..2024-05")],
            ["出口总值", lv("407.4", "ex", "2024-05", Y), gr("6.2", "ex", "2024-05"), lv("1926.2", "ex", "2024-01..2024-05", Y), gr("2.8", "ex", "2024-01..2024-05")],
            ["#机电产品", no("366.1", "ex", "one group", Y), no("5.8", "ex", "one group"), no("1737.9", "ex", "one group", Y), no("2.1", "ex", "one group")],
            ["进口总值", lv("195.3", "im", "2024-05", Y), gr("-4.7", "im", "2024-05"), lv("967.5", "im", "2024-01..2024-05", Y), gr("-4.9", "im", "2024-01..2024-05")]]
    add("table-month-and-year", "2024-06-18", "2024年5月重庆海关统计月报", [
        T(rows, caption="2024年5月重庆市进出口总值情况表（单位：亿元，%）", head=2, caption_inside=True)], layout="ucap", tier="synthetic", source="示范海关")

    add("numbered-lines", "2024-08-16", "重庆2024年1—7月外贸速报", [
        "1、{{2024-01..2024-07}}1—7月，重庆进出口[4107.9亿元|tt]，增长[0.9%|g]。",
        "2、出口[2763.1亿元|ex]，增长[4.1%|g]。",
        "3、进口[1344.8亿元|im]，下降[5.1%|g-]。",
        "4、四川1—7月进出口[5759.1亿元|!tt;w=another province]，增长[7.8%|!tt;w=another province]。",
    ], media="text", charset="gbk", gap=1, tier="synthetic")

    add("respectively-kinds", "2023-07-20", "上半年重庆外贸“三驾马车”", [
        "{{2023-H1}}上半年，全市进出口、出口、进口总值分别达[3458.0亿元|tt]、[2252.9亿元|ex]和[1205.1亿元|im]，同比分别下降[16.5%|g-:tt]、[15.9%|g-:ex]、[17.7%|g-:im]。",
        "6月份，三者分别为[601.4亿元|tt;p=2023-06]、[392.5亿元|ex;p=2023-06]和[208.9亿元|im;p=2023-06]。",
        "笔记本电脑、汽车、摩托车出口分别下降[20.3%|!auto,ex;v=-20.3;w=one good]、增长[62.4%|auto]、下降[3.1%|!auto,ex;v=-3.1;w=one good]。",
    ], layout="br_text", tier="synthetic")

    add("yuan-renminbi", "2021-10-20", "前三季度重庆外贸同比增长26.0%", [
        "{{2021-01..2021-09}}据海关统计，2021年前三季度重庆进出口总值[5814.5亿元人民币|tt]，较去年同期增长[26.0%|g]。出口[3673.7亿元人民币|ex]，增长[26.2%|g]；进口[2140.8亿元人民币|im]，增长[25.7%|g]。",
        "{{2021-09}}9月，进出口[737.7亿元人民币|tt]，增长[17.0%|g]，环比增长[13.2%|?g]。",
    ], layout="shtml", tier="synthetic")

    add("csv-dates-down", "2024-11-15", "", [
        T([["时间", "国际友好城市", "国际友好交流城市", "总领事馆", "境外非政府组织代表机构"],
           ["2022年12月31日", lv("51", "fc", "as-of:2022-12-31"), lv("112", "ec", "as-of:2022-12-31"), lv("12", "cons", "as-of:2022-12-31"), lv("25", "ngo", "as-of:2022-12-31")],
           ["2023年9月30日", lv("53", "fc", "as-of:2023-09-30"), lv("120", "ec", "as-of:2023-09-30"), lv("12", "cons", "as-of:2023-09-30"), lv("27", "ngo", "as-of:2023-09-30")],
           ["2024年9月30日", lv("55", "fc", "as-of:2024-09-30"), lv("127", "ec", "as-of:2024-09-30"), lv("14", "cons", "as-of:2024-09-30"), lv("30", "ngo", "as-of:2024-09-30")]],
          caption="重庆对外交往数据（个、家）")], media="csv", tier="synthetic")

    add("table-stock-columns", "2025-04-09", "中欧班列（成渝）与陆海新通道历年数据", [
        T([["年份", "年底中欧班列（成渝）累计开行（列）", "重庆经西部陆海新通道运输箱量（万标箱）", "年底通道通达港口（个）"],
           ["2021年", lv("18000", "xtr", "as-of:2021-12-31"), lv("11.2", "teu", "2021", W), lv("315", "ports", "as-of:2021-12-31")],
           ["2022年", lv("22800", "xtr", "as-of:2022-12-31"), lv("14.8", "teu", "2022", W), lv("393", "ports", "as-of:2022-12-31")],
           ["2023年", lv("31000", "xtr", "as-of:2023-12-31"), lv("17.8", "teu", "2023", W), lv("490", "ports", "as-of:2023-12-31")],
           ["2024年", lv("36000", "xtr", "as-of:2024-12-31"), lv("25.18", "teu", "2024", W), lv("555", "ports", "as-of:2024-12-31")]],
          caption="重庆国际物流通道主要数据")], layout="column", tier="synthetic")

    add("en-long-units", "2021-07-28", "Chongqing's rail-sea freight in the first half of 2021", [
        "{{2021-H1}}From January to June 2021, [51,900 twenty-foot equivalent units|teu] of cargo were shipped from Chongqing through the New Western Land-sea Corridor, an increase of [73 percent|g] on the same period of the previous year.",
        "The goods were worth [7.9 billion yuan|val] (about $[1.22 billion|!val;w=dollar equivalent]), up [61 percent|g].",
        "In June alone, [9,800 TEUs|teu;p=2021-06] were shipped from Chongqing through the corridor.",
        "Since 2017 the trains have made [4,120 trips|!trains,xtr;w=another train, since 2017].",
    ], layout="magazine", lang="en", tier="synthetic")

    add("en-the-city", "2021-10-22", "Foreign trade of Chongqing jumps 26 percent in Q1-Q3", [
        "{{2021-01..2021-09}}Southwest China's Chongqing Municipality saw its foreign trade climb by [26 percent|g:tt] year-on-year to about [581.5 billion yuan|tt~] in the first three quarters of 2021, customs figures showed.",
        "The city's exports totaled [367.4 billion yuan|ex], a year-on-year rise of [26.2 percent|g], while its imports achieved growth of [25.7 percent|g:im] to nearly [214.1 billion yuan|im<].",
        "In September alone, the city's foreign trade exceeded [73 billion yuan|tt>;p=2021-09], up [17 percent|g;p=2021-09].",
        "High-tech products made up [61.5 percent|ht] of the city's exports, and automobile exports soared by [131 percent|auto].",
    ], layout="english", lang="en", tier="synthetic")

    add("en-of-which", "2024-12-10", "Institutional innovation in Chongqing's free trade zone", [
        "{{pub}}So far the Chongqing Pilot Free Trade Zone has achieved [158 key institutional innovation achievements|ftz], [eight|ftzn;v=8] of which have been promoted nationwide.",
        "{{2023}}In 2023, [15,800 enterprises|ftze] were newly registered in the zone, up [8.1%|g].",
        "Across China, the pilot zones had promoted [349 innovations|!ftz,ftzn;w=national] by the end of last year.",
    ], layout="article", lang="en", tier="synthetic")

    add("same-subject-again", "2024-02-05", "2023年重庆跨境人民币业务回顾", [
        "{{2023}}2023年，重庆市跨境人民币结算量[2905.3亿元|rmb]，同比增长[9.1%|g]。",
        "其中，四季度结算量[788.4亿元|rmb;p=2023-Q4]，12月结算量[275.1亿元|rmb;p=2023-12]；货物贸易结算[2104.7亿元|!rmb;w=goods only]。",
        "2022年同期为[2663.0亿元|rmb;p=2022]。",
    ], layout="nested", tier="synthetic", source="示范分行")

    add("port-cumulative", "2024-09-12", "8月重庆水运生产数据", [
        "{{2024-08}}8月份，全市港口货物吞吐量完成[1968.5万吨|port]，同比增长[5.2%|g]；{{2024-01..2024-08}}1—8月累计完成[15388.2万吨|port]，同比增长[4.3%|g]。",
        "经重庆口岸出入境的人员，1—8月共[139.1万人次|pers]，比去年同期增长[188%|g]；8月[21.7万人次|pers;p=2024-08]。",
    ], layout="trs_word", tier="synthetic", source="示范交通委")

    add("mixed-regions", "2024-07-25", "双城经济圈上半年外贸", [
        "上半年，成渝地区双城经济圈进出口[8376.4亿元|!tt;w=the twin cities' region]，同比增长[4.9%|!tt;w=the twin cities' region]。{{2024-H1}}其中，重庆进出口[3492.4亿元|tt]，增长[0.6%|g]；成都进出口[3980.2亿元|!tt;w=another city]，增长[13.4%|!tt;w=another city]。",
    ], layout="bare", tier="synthetic")
