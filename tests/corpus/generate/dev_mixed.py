"""Development part: reports over many themes, foreign scopes, missing dates, archives, rare encodings."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg
from corpus import Doc

Y = "100000000"
W = "10000"


def add(part):
    add = part.add
    add("undated", "", "外贸稳中有进", [
        "今年前三季度，重庆外贸进出口总值[5123.4亿元|!tt;w=relative period without a date]，同比增长[1.7%|!tt;w=relative period without a date]；9月当月进出口[612.3亿元|!tt;w=relative period without a date]。",
        "目前，在渝世界500强企业[328家|!f500;w=no date], 外国驻渝总领事馆[14家|!cons;w=no date]。",
        "上月，全市实际使用外资[0.7亿美元|!fdi;w=relative period without a date]。",
    ], media="text", tier="synthetic", forbid=[("tt", "*", "2023-01..2023-09", "no date"), ("tt", "*", "2024-01..2024-09", "no date"), ("tt", "*", "2025-01..2025-09", "no date")])

    add("work-report-2025", "2025-01-26", "政府工作报告摘登：2024年工作回顾", [
        H("一、2024年工作回顾"),
        "{{2024}}——经济总量迈上新台阶。全市地区生产总值达到[32193.15亿元|gdp]、增长[5.7%|g]。",
        "——开放通道更加畅通。重庆经西部陆海新通道运输箱量超过[25.18万标箱|teu>]、增长[41%|g]，货值达到[467亿元|val]、增长[67%|g]。{{as-of:2024-12-31}}截至2024年底，通道累计通达[127个国家和地区|ctry]、[555个港口|ports]。",
        "{{2024}}——开放平台提质增效。全年实现外贸进出口[7154.2亿元|tt]，其中出口[4851.6亿元|ex]、进口[2302.6亿元|im]；服务贸易进出口[1021.6亿元|svc]。{{as-of:2024-12-31}}截至年末，重庆自贸试验区累计培育重点制度创新成果[159项|ftz]，落户世界500强企业累计[326家|f500]。",
        "{{2024}}——营商环境持续优化。跨境人民币结算量近[4000亿元|rmb<]，出入境人员[212.4万人次|pers]，港口货物吞吐量[2.31亿吨|port]。",
        H("二、2025年工作安排"),
        "今年发展主要预期目标是：地区生产总值增长[6%|!gdp;w=a target]左右，进出口总值[7500亿元|t:tt;p=2025]，实际使用外资稳步增长。",
        "我们要推动西部陆海新通道运量增长[15%|t:volg>;p=2025]以上，中新互联互通项目跨境融资突破[20亿美元|t:cfa;p=2025]，自贸试验区制度创新成果达到[165项|t:ftz;p=2025]，世界500强企业达到[330家|t:f500;p=2025]。",
        "到2027年，力争全市外贸进出口达到[1.1万亿元|t:tt;p=2027]，跨境人民币结算量达到[3300亿元|t:rmb;p=2027]，出入境人员突破[500万人次|t:pers>;p=2027]。",
    ], layout="ucap", tier="synthetic", source="示范政府办")

    add("district-yubei", "2025-02-21", "2024年渝北区对外开放情况", [
        "2024年，渝北区实现进出口总额[1988.6亿元|!tt;w=a district]，同比增长[3.9%|!tt;w=a district]，占全市的[27.8%|!tt,ht;w=a share]；其中出口[1402.2亿元|!ex;w=a district]。",
        "全区实际使用外资[1.92亿美元|!fdi;w=a district]，增长[11.2%|!fdi,fdig;w=a district]。",
        "累计引进世界500强企业[196家|!f500;w=a district]，新增市场主体[2.1万户|!ftzm,ftze;w=a district]。",
        "我区地区生产总值[2512.4亿元|!gdp;w=a district]，增长[5.9%|!gdp;w=a district]。",
    ], layout="column", tier="synthetic", source="渝北示范局")

    add("chengdu-2024", "2025-01-23", "成都2024年外贸进出口8390亿元", [
        "2024年，成都市实现外贸进出口总额[8390.0亿元|!tt;w=another city]，同比增长[12.1%|!tt;w=another city]；出口[5091.4亿元|!ex;w=another city]，进口[3298.6亿元|!im;w=another city]。",
        "成渝地区双城经济圈全年进出口[17611.4亿元|!tt;w=the twin cities' region]，增长[5.4%|!tt;w=the twin cities' region]。",
        "在蓉世界500强企业达[315家|!f500;w=another city]；国际（地区）客货运航线[131条|!air;w=another city]；外国领事机构[23家|!cons;w=another city]。",
        "{{2024}}同期，重庆外贸进出口[7154.2亿元|tt]。",
    ], layout="br_text", tier="synthetic", source="示范成都")

    add("national-2025-h1", "2025-07-14", "上半年我国外贸进出口21.79万亿元", [
        "据海关统计，今年上半年，我国货物贸易进出口总值[21.79万亿元|!tt;w=national]，同比增长[2.9%|!tt;w=national]。其中，出口[13万亿元|!ex;w=national]，增长[7.2%|!ex;w=national]；进口[8.79万亿元|!im;w=national]，下降[2.7%|!im;v=-2.7;w=national]。",
        "汽车出口[308.3万辆|!auto;w=national], 增长[10.4%|!auto;w=national]。西部12省区市进出口[2.2万亿元|!tt;w=the west]，增长[10.5%|!tt;w=the west]。",
        "{{2025-H1}}其中，重庆市进出口[3741.5亿元|tt]，增长[7.1%|g]。",
    ], layout="hanweb", tier="synthetic", source="示范总署")

    add("archive-2024-12", "2025-01-24", "2024年统计资料", [], media="zip", tier="synthetic", members=[
        ("2024年外贸情况.html", Doc("a", "2025-01-24", "2024年重庆外贸情况", [
            "{{2024}}2024年，重庆实现货物进出口[7154.2亿元|tt]，增长[0.2%|g]；出口[4851.6亿元|ex]，增长[1.5%|g]。",
            "机电产品出口[4376.1亿元|!ex;w=one group of goods]，占[90.2%|!ht;w=another share]。"], layout="bare")),
        ("附表/港口.xlsx", Doc("b", "2025-01-24", "2024年重庆港口生产统计", [
            T([["指标", "2024年", "同比(%)"], ["港口货物吞吐量（万吨）", lv("23140", "port", "2024", W), gr("4.4", "port", "2024")],
               ["集装箱吞吐量（万TEU）", no("141.2", "teu", "port containers", W), no("6.7", "teu,volg", "port containers")]])], media="xlsx")),
    ])

    add("text-gb18030", "2023-10-20", "重庆海关：2023年前三季度数据", [
        "{{2023-01..2023-09}}进出口：[5189.1亿元|tt]，同比下降[17.1%|g-]",
        "出口：[3406.4亿元|ex]，同比下降[16.4%|g-]",
        "进口：[1782.7亿元|im]，同比下降[18.5%|g-]",
        "{{2023-09}}9月进出口：[598.4亿元|tt]，同比下降[12.6%|g-]",
    ], media="text", charset="gb18030", tier="synthetic", gap=1)

    add("pdf-table-2024-11", "2024-12-20", "重庆开放经济月度数据（2024年11月）", [
        T([["指标", "11月", "同比%", "1—11月", "同比%"],
           ["进出口（亿元）", lv("632.6", "tt", "2024-11", Y), gr("3.1", "tt", "2024-11"), lv("6493.4", "tt", "2024-01..2024-11", Y), gr("-0.5", "tt", "2024-01..2024-11")],
           ["出口（亿元）", lv("438.1", "ex", "2024-11", Y), gr("2.4", "ex", "2024-11"), lv("4398.5", "ex", "2024-01..2024-11", Y), gr("0.8", "ex", "2024-01..2024-11")],
           ["进口（亿元）", lv("194.5", "im", "2024-11", Y), gr("4.7", "im", "2024-11"), lv("2094.9", "im", "2024-01..2024-11", Y), gr("-3.1", "im", "2024-01..2024-11")],
           ["港口吞吐量（万吨）", lv("1957.2", "port", "2024-11", W), gr("3.8", "port", "2024-11"), lv("21180.6", "port", "2024-01..2024-11", W), gr("4.1", "port", "2024-01..2024-11")]],
          caption="表1　对外开放主要指标", widths=[1.6, 1, 1, 1, 1]),
        "注：进出口以人民币计价。",
    ], media="pdf", tier="synthetic", size=11, byline=["重庆示范统计局　2024年12月20日"])

    add("pdf-hant-2024", "2024-04-28", "重慶一季度對外開放簡報", [
        "{{2024-Q1}}一季度，重慶外貿進出口總值[1711.2億元|tt]，同比增長[1.4%|g]。其中，出口[1130.9億元|ex]，增長[3.6%|g]；進口[580.3億元|im]，下降[2.7%|g-]。",
        "3月，進出口[631.6億元|tt;p=2024-03]，同比增長[4.9%|g;p=2024-03]。",
        "{{2024-Q1}}一季度實際使用外資[1.85億美元|fdi]，同比下降[6.1%|g-]；跨境人民幣結算量[905.7億元|rmb]，增長[28.1%|g]。",
        "{{pub}}目前，西部陸海新通道通達全球[120個國家和地區|ctry]的[490個港口|ports]。",
    ], media="pdf", lang="zh-Hant", tier="synthetic", byline=["2024年4月28日"])

    add("pdf-euc", "2023-01-30", "2022年重庆市口岸和物流运行情况", [
        "{{2022}}2022年，重庆经西部陆海新通道运输货物[14.8万标箱|teu]，同比增长[32%|g]，货值[251.2亿元|val]，增长[34%|g]。",
        "全市港口货物吞吐量[2.07亿吨|port]，同比增长[4.7%|g]。",
        "{{as-of:2022-12-31}}截至2022年12月底，中欧班列（成渝）累计开行[2.28万列|xtr]。",
        "全国中欧班列全年开行[1.6万列|!trains,xtr;w=national]。",
    ], media="pdf", euc=True, tier="synthetic", furniture="重庆物流", byline=["2023年1月30日"])

    add("list-page", "2025-10-25", "数据解读列表", [
        UL(["2025年前三季度全市经济运行情况 2025-10-24", "前三季度重庆外贸[5812.4亿元|?tt;p=2025-01..2025-09] 2025-10-21", "上半年重庆实际使用外资[4.93亿美元|?fdi;p=2025-H1] 2025-07-23",
            "重庆口岸出入境人员突破[100万人次|!pers;w=a threshold in a title] 2024-07-27"]),
    ], layout="trs", tier="synthetic", forbid=[("gdp", "*", "", "no figure of it here")])

    add("revised-2025", "2025-05-20", "关于2024年外贸数据修订的说明", [
        "根据海关总署最终核定，{{2024}}2024年重庆市货物进出口总额为[7156.9亿元|tt]，比初步核算数增加[2.7亿元|!tt;w=a difference]。",
        "2024年初步核算数为[7154.2亿元|!tt;w=the preliminary figure, superseded here]，今后计算增速以最终核定数为基数。",
    ], layout="nested", tier="synthetic")

    add("csv-tab-2025", "2025-03-18", "重庆口岸数据", [
        T([["月份", "出入境人员（万人次）", "港口货物吞吐量（万吨）"],
           ["2025年1月", lv("19.6", "pers", "2025-01", W), lv("1786.3", "port", "2025-01", W)],
           ["2025年2月", lv("17.2", "pers", "2025-02", W), lv("1502.8", "port", "2025-02", W)]])],
        media="csv", charset="utf-8-bom", delimiter="\t", tier="synthetic")

    add("utf16-bulletin", "2024-07-19", "2024年上半年全市对外经济", [
        "{{2024-H1}}上半年，全市货物进出口总额3492.4亿元，同比增长[1.0%|g:tt]。".replace("3492.4亿元", "[3492.4亿元|tt]"),
        "其中，出口[2343.0亿元|ex]，增长[3.9%|g]；进口[1149.4亿元|im]，下降[4.4%|g-]。",
        "实际使用外资[4.64亿美元|fdi]，下降[1.3%|g-]。",
    ], media="text", charset="utf-16", tier="synthetic")

    add("en-docx-2025", "2025-02-12", "Chongqing opening-up monitor: 2024 in figures", [
        "{{2024}}Chongqing's imports and exports of goods totalled [715.42 billion yuan|tt] in 2024, up [0.2 percent|g]. Exports were [485.16 billion yuan|ex], up [1.5 percent|g]; imports were [230.26 billion yuan|im], down [2.2 percent|g-].",
        "More than [251,800 TEUs|teu>] of goods were carried through Chongqing via the New Western Land-sea Corridor in 2024, with a total value of [46.7 billion yuan|val] (about [6.4 billion|!val;w=dollar equivalent] US dollars), up [41 percent|g:teu] and [67 percent|g:val] respectively.",
        "Trade in services came to [102.16 billion yuan|svc]. Cross-border RMB settlement reached nearly [400 billion yuan|rmb<], up [37 percent|g].",
        T([["Item", "2024", "2023"], ["Port cargo throughput (million tonnes)", lv("231.4", "port", "2024", "1000000"), lv("221.6", "port", "2023", "1000000")],
           ["Inbound and outbound travellers (million)", lv("2.124", "pers", "2024", "1000000"), lv("0.806", "pers", "2023", "1000000")],
           ["Container throughput (million TEU)", no("1.41", "teu", "port containers", "1000000"), no("1.32", "teu", "port containers", "1000000")]]),
    ], media="docx", lang="en", tier="synthetic", byline=["February 12, 2025"])
