"""Part kept apart: the corridor, trains, ports, air routes, persons."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg

Y = "100000000"
W = "10000"


def add(part):
    add = part.add
    add("land-sea-2022-q3", "2022-12-30", "川渝携手做大西部陆海新通道“蛋糕”", [
        "30日，满载轮胎和摩托车配件的两列班列从成都、重庆开出，通道川渝总运量由此突破[60万标箱|!teu;w=two places, since the start]。",
        "{{2022-01..2022-09}}统计数据显示，2022年前三季度，重庆经西部陆海新通道运输货物[10.5万标箱|teu]，同比增长[29%|g]；货值[191亿元|val]人民币，同比增长[46%|g]。",
        "{{pub}}如今，通道物流网络已覆盖全球[118个国家和地区|ctry]的[393个港口|ports]。",
        "企业发运量同比增长均超[80%|!teu,volg;w=single firms]。",
    ], layout="article", tier="2", source="示范国际网")

    add("en-land-sea-2021-q1", "2021-04-24", "Chongqing reports robust land-sea freight in Q1", [
        "{{2021-Q1}}In the first quarter, [19,588 twenty-foot equivalent units|teu] of cargo were transported via the corridor from Chongqing to overseas destinations, a notable year-on-year increase of [130 percent|g], according to the operating center.",
        "The cargo was worth [2.43 billion yuan|val] (about $[374.23 million|!val;w=dollar equivalent]), a surge of [117 percent|g].",
        "By the end of March, the trains from Chongqing had made [3,270 trips|!xtr,trains;w=another train, since 2017] since the route opened in 2017.",
    ], layout="english", lang="en", tier="1", source="Example Gov")

    add("en-land-sea-2024", "2025-01-23", "Trade corridor links western China with 555 ports", [
        "{{pub}}Reaching [555 ports|ports] across [127 nations and territories|?ctry], the New International Land-Sea Trade Corridor has its operating center in Chongqing.",
        "{{pub}}At present the freight service covers [157 stations|stn] in [73 cities|city] of [18 provinces|prov].",
        "{{2024}}More than [251,800 TEUs|teu>] of goods were transported through Chongqing via the corridor in 2024, with a total value of [46.7 billion yuan|val] (roughly 6.4 billion US dollars), up [41 percent|g:teu] and [67 percent|g:val] year over year.",
        "The number of rail-sea trains on the whole corridor rose from over 900 in 2019 to over [10,000|!trains,xtr;w=the whole corridor] in 2024.",
    ], layout="magazine", lang="en", tier="2")

    add("en-freight-2025-08", "2025-10-01", "Corridor freight from Chongqing rises 30 pct in Jan.-Aug.", [
        "{{2025-01..2025-08}}From January to August, Chongqing shipped [215,800 TEUs|teu] through the New Western Land-sea Corridor, up [30 percent|g] year on year; the goods were valued at [39.291 billion yuan|val], up [26 percent|g].",
        "Cross-border road shuttles carried [61,000 TEUs|!teu;w=one mode].",
        "The city's ports handled [964,000 TEUs|!teu;w=port containers] of containers.",
    ], layout="bare", lang="en", tier="2")

    add("freight-2024-words", "2025-01-20", "去年重庆通道货运量货值双双大增", [
        "{{2024}}市口岸物流办透露，2024年重庆经西部陆海新通道货运量、货值分别增长[41%|volg]、[67%|valg]，均创历史新高。",
        "其中，国际铁路联运班列运量增长[1.2倍|!volg;w=one mode]。",
        "四川经通道货运量增长[9.6%|!volg;w=another province]。",
    ], layout="trs", tier="2", source="示范口岸办")

    add("freight-2025", "2026-01-10", "32.77万标箱！重庆西部陆海新通道运量再攀高峰", [
        "{{2025}}2025年，通过西部陆海新通道三种主要运输方式，重庆累计运输货物[32.77万标箱|teu]，较上年增长[30%|g]；运输货值[583.12亿元|val]，较上年增长[25%|g]。",
        "分方式看，铁海联运班列[21.4万标箱|!teu;w=one mode]、跨境公路班车[6.9万标箱|!teu;w=one mode]、国际铁路联运班列[4.47万标箱|!teu;w=one mode]。",
        "{{as-of:2025-12-31}}截至2025年12月底，通道已通达全球[127个国家和地区|ctry][584个港口|ports]，辐射全国[18个省份|prov]、[75个城市|city]、[167个站点|?stn]。",
        "跨境公路班车全年开行超[1.2万|!trains,xtr;w=lorries]车次，货值近[170亿元|!val;w=one mode]。",
    ], layout="trs_word", tier="synthetic", source="示范重庆日报")

    add("pdf-ports-2024", "2025-02-14", "2024年重庆水运与口岸运行公报", [
        H("一、港口"),
            "{{2024}}2024年，全市港口完成货物吞吐量[2.314亿吨|port]，比上年增长[4.4%|g]。其中，果园港[3126万吨|!port;w=one port]，增长[8.0%|!port;w=one port]；外贸吞吐量[571万吨|!port;w=a part]。",
            H("二、班列"),
            "全年铁海联运班列和中欧班列（成渝）共开行[6128列|trains]，同比增长[11.3%|g]。",
            "{{as-of:2024-12-31}}截至2024年底，中欧班列（成渝）累计开行逾[3.6万列|xtr>]。",
            H("三、航空与人员"),
            "{{as-of:2024-12-31}}年末，全市国际（地区）航线[112条|air]。{{2024}}全年查验出入境人员[212.4万人次|pers]，同比增长[163.5%|g]。",
        ], media="pdf", tier="synthetic", furniture="重庆交通运输　公报", byline=["2025年2月14日"])

    add("trains-2023", "2024-01-19", "重庆国际班列2023年答卷", [
        "{{2023}}2023年，重庆铁海联运班列和中欧班列（成渝）合计开行[5506列|trains]，其中中欧班列（成渝）重庆开行[2462列|!trains,xtr;w=a part]，铁海联运班列[3044列|!trains,xtr;w=a part]。",
        "{{as-of:2023-12-31}}截至2023年末，中欧班列（成渝）已累计开行近[3.1万列|xtr<]，稳居全国第一。",
        "到2027年，两类班列年开行量超过[5000列|!trains;w=a goal already passed]的目标有望持续保持。",
    ], layout="hanweb", tier="synthetic", source="示范物流办")

    add("port-month-2025", "2025-08-15", "7月重庆港口货物吞吐量小幅增长", [
        "{{2025-07}}7月，重庆港口货物吞吐量[2013.7万吨|port]，同比增长[2.9%|g]；{{2025-01..2025-07}}1—7月累计[13394.2万吨|port]，同比增长[3.2%|g]。",
        "从货类看，7月矿建材料吞吐量[812万吨|!port;w=one good]，下降[3.8%|!port;v=-3.8;w=one good]。",
        "三峡船闸过闸货运量[1290万吨|!port;w=a lock]。",
    ], layout="br_text", tier="synthetic", source="示范航务")

    add("border-2023", "2024-01-04", "2023年重庆航空口岸出入境旅客逾80万人次", [
        "{{2023}}边检机关数据显示，2023年全年，重庆口岸出入境人员[80.6万余人次|pers>]，出入境航班8600余架次。",
        "元旦假期三天，出入境旅客近[8千余|!pers;w=three days]人次，其中内地居民占[65.0%|!pers;w=a share]，外国人占[21.2%|!pers;w=a share]。",
    ], layout="shtml", tier="2", source="示范广电")

    add("border-2025", "2026-01-05", "2025年重庆口岸出入境人员再创新高", [
        "{{2025}}记者从重庆边检总站了解到，2025年经重庆口岸出入境的人员共[236.8万人次|pers]，比2024年增长[29.7%|g]。",
        "其中，12月[21.3万人次|pers;p=2025-12]；外籍人员[61.2万人次|!pers;w=foreigners only]，增长[56.1%|!pers;w=foreigners only]。",
        "春节假期最高单日[1.4万|!pers;w=one day]人次。",
    ], layout="column", tier="synthetic", source="示范晨报")

    add("spring-festival-2026", "2026-02-25", "春节假期重庆口岸客流大增", [
        UL(["共查验出入境人员：[8.4万|!pers;w=a holiday]余人次，同比增长[四成|!pers;v=40;w=a holiday]", "外籍人员入出境：[1.2万|!pers;w=a holiday]余人次",
            "享受免签政策入境外籍人员：3700余人次", "验放中国内地居民：[5.7万|!pers;w=a holiday]余人次，同比增长三成"]),
        "“五一”前后还将加密8条国际航线。",
    ], layout="article", tier="2", source="示范晨报", forbid=[("air", "8", "", "routes to be flown more often"), ("pers", "*", "2026", "no yearly figure here")])

    add("air-2022-07", "2022-07-15", "Chongqing's international links increase", [
        "The Consulate General of Myanmar opened on July 12; it is the 13th foreign consulate general approved in the city.",
        "{{2022-01..2022-05}}January to May 2022, Chongqing's import and export value reached [343.83 billion CNY|tt], up [12.9%|g].",
        "{{pub}}The new western land-sea corridor now links with [319 ports|ports] in [107 countries and regions|ctry], and the number of international routes from Jiangbei airport has increased to [108|air].",
        "On June 23, the 10,000th China-Europe heavy container train departed from the logistics hub park.",
    ], layout="english", lang="en", tier="2", source="Example Life Guide", forbid=[("cons", "13", "", "an ordinal"), ("xtr", "10000", "", "one kind of train of one place")])

    add("network-hant-2024", "2024-08-05", "西部陸海新通道五週年", [
        "{{as-of:2024-08-04}}截至8月4日，西部陸海新通道已通達全球[124個國家和地區|ctry]的[518個港口|ports]。",
        "通道鐵海聯運班列集裝箱運量從2019年的[9.4萬標箱|!teu;w=the whole corridor]增長到2023年的[86.1萬標箱|!teu;w=the whole corridor]。",
        "{{2024-H1}}今年上半年，重慶經通道運輸貨物[12萬標箱|teu]，同比增長[54%|g]，貨值[232億元|val]，增長[89%|g]。",
    ], layout="layout_table", lang="zh-Hant", charset="big5", tier="2", source="示範通訊")

    add("csv-network", "2025-07-31", "", [
        T([["截止日期", "通达国家和地区", "通达港口", "辐射城市", "铁路站点"],
           ["2022年12月31日", lv("119", "ctry", "as-of:2022-12-31"), lv("393", "ports", "as-of:2022-12-31"), lv("61", "city", "as-of:2022-12-31"), lv("120", "stn", "as-of:2022-12-31")],
           ["2023年9月30日", lv("120", "ctry", "as-of:2023-09-30"), lv("473", "ports", "as-of:2023-09-30"), lv("69", "city", "as-of:2023-09-30"), lv("138", "stn", "as-of:2023-09-30")],
           ["2025年6月30日", lv("127", "ctry", "as-of:2025-06-30"), lv("568", "ports", "as-of:2025-06-30"), lv("74", "city", "as-of:2025-06-30"), lv("162", "stn", "as-of:2025-06-30")]],
          caption="西部陆海新通道网络覆盖（个）")], media="csv", tier="synthetic")
