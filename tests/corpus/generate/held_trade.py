"""Part kept apart: foreign trade. Written for itself; nothing is tuned on it."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg

Y = "100000000"


def add(part):
    add = part.add
    add("q3-2020-press", "2020-10-21", "前三季度重庆外贸逐季回升", [
        "{{2020-01..2020-09}}今天上午，海关召开例行发布会。统计显示，前三季度重庆外贸进出口总值[4613.9亿元|tt]，较去年同期（下同）增长[11.4%|g]。其中，出口[2910.1亿元|ex]，增长[10.3%|g]；进口[1703.8亿元|im]，增长[13.3%|g]。",
        "从季度走势看，一季度进出口下降[14.2%|?g-:tt;p=2020-Q1]，二季度增长[20.7%|?g:tt;p=2020-Q2]，三季度增幅扩大到[25.7%|?g:tt;p=2020-Q3]。",
        "对中国台湾地区、中国香港地区及日本分别进出口[369.5亿|!tt;w=partner]、[252.6亿|!tt;w=partner]、[193.6亿元|!tt;w=partner]，分别增长[42.3%|!tt;w=partner]、[1.2倍|!tt;w=partner]及[11.8%|!tt;w=partner]。",
        "民营企业进出口[1671.1亿元|!tt;w=private firms]，增长[27.2%|!tt;w=private firms]，占同期重庆外贸总值的[36.2%|!tt,ht;w=a share]，比重提升[4.5个百分点|!tt,ht;w=a change of a share]。",
        "水果、肉类、医药材及药品分别进口29.8亿、16.2亿、[12.9亿元|!im;w=one good]，分别增长2.1倍、[44.5%|!im;w=one good]、3.7倍。",
    ], layout="shtml", tier="2", source="示范早报", related=["国庆长假重庆接待游客2500万人次"])

    add("q3-2019-news", "2019-10-21", "重庆前三季度进出口总值同比增长12.3%", [
        "{{2019-01..2019-09}}10月21日，记者获悉，前三季度，重庆进出口总值[4138.2亿元人民币|tt]，同比增长[12.3%|g]，高于同期全国[2.8%|!tt;w=national]的整体增幅。",
        "其中，出口[2637.4亿元|ex]，增长[12.1%|g]；进口[1500.8亿元|im]，增长[12.6%|g]。",
        "加工贸易进出口[2103.3亿元|!tt;w=processing trade]，增长[14.8%|!tt;w=processing trade]，占同期重庆外贸总值的[50.8%|!tt,ht;w=a share]。海关特殊监管区域合计进出口[2764亿元|!tt;w=bonded zones]，增长[25.3%|!tt;w=bonded zones]。",
        "对越南增长[1.3倍|!tt;w=partner]；对“一带一路”沿线国家增长[34.1%|!tt;w=partners]，高出全市整体增速[21.8个百分点|!tt;w=points].",
        "29个省区市的企业通过中欧班列（重庆）实现进出口[330.3亿元|!tt;w=other provinces' firms]，其中重庆企业[183.8亿元|!tt;w=one train]，增长[41.5%|!tt;w=one train]。",
    ], layout="article", tier="2", source="示范客户端")

    add("m4-2021", "2021-05-14", "海关：前4个月重庆外贸增长近五成", [
        "{{2021-01..2021-04}}据统计，前4个月全市实现外贸进出口[2459.1亿元|tt]，比上年同期增长[48.3%|g]，规模居中西部第2位。出口[1534.9亿元|ex]、增长[53.2%|g]，进口[924.2亿元|im]、增长[40.7%|g]。",
        "对东盟、欧盟分别进出口[401.1亿元|!tt;w=partner]、[389.2亿元|!tt;w=partner]，分别增长[30.4%|!tt;w=partner]、[38.6%|!tt;w=partner]。",
        "一般贸易进出口连续11个月保持增长。",
    ], layout="column", tier="3", source="示范晚报")

    add("h1-2020", "2020-07-16", "上半年重庆外贸同比增长3.5%", [
        "{{2020-H1}}今年上半年，重庆市外贸进出口总值为[2759.2亿元|tt]，同比增长[3.5%|g]，实现由负转正。",
        "一季度受疫情影响，全市外贸同比下降[14.1%|?g-:tt;p=2020-Q1]；4月起由降转增。",
        "{{2020-06}}“6月当月，重庆进出口[566.2亿元|tt]，同比增长[20.7%|g]。”海关有关负责人表示。",
        "有进出口实绩的企业2993家，增加[3.2%|!tt;w=firms]。笔记本电脑出口值[724.8亿元|!ex;w=one good]，增长[4.9%|!ex;w=one good]，电子信息产品占外贸总值的[74.2%|!tt,ht;w=a share]。",
    ], layout="layout_table", tier="2", source="示范华网", charset="gbk", label="GB2312")

    add("m8-2021", "2021-09-16", "重庆外贸连续17个月保持增长", [
        "{{2021-01..2021-08}}前8个月，重庆外贸进出口总值[5076.8亿元|tt]，同比（下同）增长[29.4%|g]，高于同期全国总体增速[5.7个百分点|!tt;w=points]。其中，出口[3200.8亿元|ex]，增长[28.9%|g]；进口[1876亿元|im]，增长[30.1%|g]。",
        "{{2021-08}}8月份，进出口总值达[651.6亿元|tt]，同比增长[16%|g]。其中，出口[437.3亿元|ex]，增长[16.3%|g]；进口[214.3亿元|im]，增长[15.4%|g]。",
        "一般贸易进出口[1738.2亿元|!tt;w=ordinary trade]，拉动重庆外贸整体增长[15个百分点|!tt;w=a contribution]。",
        "对香港、台湾省、韩国和日本的进出口分别为[449.4亿元|!tt;w=partner]、437.6亿元、349.6亿元和[228.5亿元|!tt;w=partner]，分别增长[1.2倍|!tt;w=partner]、38.9%、[7.6%|!tt;w=partner]和37.3%。",
    ], layout="nested", tier="2", source="示范商报", related=["2021年前8个月我国进出口[24.78万亿元|!tt;w=related link]"])

    add("en-m11-2022", "2022-12-19", "Chongqing foreign trade up 4 pct in first 11 months", [
        "{{2022-01..2022-11}}Chongqing's foreign trade expanded [4 percent|g:tt] year on year to [748.79 billion yuan|tt] (about [107.3 billion U.S. dollars|!tt;w=dollar equivalent]) in the January-November period, according to local customs.",
        "Exports grew [5.2 percent|g:ex] to [487.07 billion yuan|ex], while imports edged up [1.7 percent|g:im] to [261.72 billion yuan|im].",
        "Private companies contributed [351.6 billion yuan|!tt;w=private firms], up [7.5 percent|!tt;w=private firms]. ASEAN remained the largest partner, with trade of [115.9 billion yuan|!tt;w=partner].",
    ], layout="magazine", lang="en", tier="2")

    add("en-m5-2022", "2022-06-17", "Foreign trade of Chongqing grows 12.9 pct, Jan-May", [
        "{{2022-01..2022-05}}Foreign trade of the southwestern municipality exceeded [343.8 billion yuan|tt>] (about 51.4 billion U.S. dollars) in the first five months of 2022, an increase of [12.9 percent|g] year on year, the city's customs said on Friday.",
        "Of the total, exports rose [19.5 percent|g:ex] to nearly [226.2 billion yuan|ex<], while imports gained [2.1 percent|g:im] to nearly [117.7 billion yuan|im<].",
        "From January to May, the imports and exports of private enterprises reached [154.1 billion yuan|!tt;w=private firms], up [17.2 percent|!tt;w=private firms] year on year.",
        "Trade with ASEAN, the EU and the United States stood at [55.1 billion yuan|!tt;w=partner], 50.7 billion yuan and [46.6 billion yuan|!tt;w=partner] respectively, up [11.2 percent|!tt;w=partner], 8.2 percent and 3.9 percent.",
    ], layout="english", lang="en", tier="2", source="Example Portal")

    add("en-m7-2022", "2022-08-18", "Chongqing sees steady foreign trade in Jan.-July", [
        "CHONGQING -- {{2022-01..2022-07}}The total value of imports and exports of Chongqing reached [496.76 billion yuan|tt] from January to July this year, marking a year-on-year increase of [12.3 percent|g].",
        "Exports amounted to [324.48 billion yuan|ex], up [17.5 percent|g], and imports to [172.28 billion yuan|im], up [3.6 percent|g].",
        "Its trade with other RCEP members grew by [14.7 percent|!tt;w=partners], while trade along the Belt and Road registered a year-on-year increase of [9.9 percent|!tt;w=partners].",
    ], layout="bare", lang="en", tier="2")

    add("en-q3-2020", "2020-10-22", "Chongqing sees robust foreign-trade growth", [
        "{{2020-01..2020-09}}Southwest China's Chongqing saw its foreign trade increase by [11.4 percent|g:tt] year-on-year to nearly [461.4 billion yuan|tt<] (around $[69.4 billion|!tt;w=dollar equivalent]) in the first three quarters of this year.",
        "The city's exports reached [291 billion yuan|ex], a year-on-year increase of [10.3 percent|g], while imports achieved annual growth of [13.3 percent|g:im] to about [170.4 billion yuan|im~].",
        "In September alone, Chongqing's foreign trade exceeded [63 billion yuan|tt>;p=2020-09], up [18.9 percent|g;p=2020-09] year-on-year.",
        "The city's trade with ASEAN reached [83.59 billion yuan|!tt;w=partner], accounting for [18.1 percent|!tt,ht;w=a share] of Chongqing's total.",
    ], layout="article", lang="en", tier="2")

    add("year-2024-hant", "2025-03-09", "重慶：2024年外貿實現正增長", [
        "{{2024}}據報告，去年全市外貿進出口總值[7154.2億元|tt]，實現正增長。",
        "「新三樣」產品出口增長[18.4%|!ex,auto;w=three goods]；筆記型電腦出口量連續多年居全國第[1|!ex;w=a rank]位。",
        "2025年，重慶將力爭外貿進出口增長[3%|!tt;w=a target]以上。",
    ], layout="article", lang="zh-Hant", tier="3", source="示範華龍")

    add("year-2025-detail", "2026-01-27", "2025年重庆进出口“成绩单”：总额超[8000亿元|?tt>;p=2025]", [
        "{{2025}}新闻办发布会介绍，2025年全市进出口[8006.8亿元|tt]、同比增长[12.0%|g]，增速高于全国[8.2个百分点|!tt;w=points]。从构成看，出口[5587.3亿元|ex]，进口[2419.5亿元|im]。",
        "出口商品中，机电产品[4962.4亿元|!ex;w=one group], 增长[9.1%|!ex,tt;w=one group]；笔记本电脑[1521.5亿元|!ex;w=one good]，占全国笔记本电脑出口值的[30.2%|!ht,ex;w=a share]。",
        "手机、汽车、摩托车出口额分别为[567亿元|!ex;w=one good]、[530.3亿元|!ex;w=one good]、[264.7亿元|!ex;w=one good]，同比分别增长[35.4%|!auto,ex;w=phones]、[23%|auto]、[29.5%|!auto,ex;w=motorcycles]。",
        "有进出口记录的经营主体突破[5000家|!ftze,ftzm;w=traders]。民营企业占比提升[2.8个百分点|!tt,ht;w=a change of a share]。",
    ], layout="ucap", tier="1", source="示范新闻办")

    add("h1-2024-month", "2024-07-18", "2024年上半年重庆市外贸进出口情况", [
        H("总体情况"),
        "{{2024-H1}}上半年全市货物贸易进出口总值3492.4亿元人民币，较去年同期增长[0.6%|g:tt]。".replace("3492.4亿元人民币", "[3492.4亿元人民币|tt]"),
        "按贸易流向，出口2343亿元、增长[3.7%|g:ex]，进口1149.4亿元、下降[5.2%|g-:im]。".replace("2343亿元", "[2343亿元|ex]").replace("1149.4亿元", "[1149.4亿元|im]"),
        H("月度情况"),
        UL(["{{2024-04}}4月进出口[580.3亿元|tt]，同比下降[1.9%|g-]", "{{2024-05}}5月进出口[602.2亿元|tt]，同比增长[2.3%|g]", "{{2024-06}}6月进出口[598.7亿元|tt]，同比增长[3.6%|g]"]),
        "二季度合计进出口[1781.2亿元|tt;p=2024-Q2]，环比增长[4.1%|?g;p=2024-Q2]。",
    ], layout="wap", tier="synthetic", source="示范海关")

    add("unchanged-rate", "2025-03-20", "1―2月重庆外贸运行平稳", [
        "{{2025-01..2025-02}}1―2月，重庆外贸进出口[1098.3亿元|tt]，同比增长[1.7%|g]，增速与去年全年持平；其中出口[748.6亿元|ex]，增长[6.1%|g]，增速比全年加快[4.6个百分点|!ex;w=a change of the rate]；进口[349.7亿元|im]，下降[6.6%|g-]，降幅扩大[4.4个百分点|!im;w=a change of the rate]。",
        "1月、2月两个月单看，进出口分别为[612.5亿元|?tt;p=2025-01]和[485.8亿元|?tt;p=2025-02]。",
    ], layout="broken", tier="synthetic", charset="gb18030", label="gb2312", source="示范商务")

    rows = [[Cell("项 目", rows=2), Cell("本月", cols=2), None, Cell("本年累计", cols=2), None],
            [None, "金额（亿元）", "同比增减（%）", "金额（亿元）", "同比增减（%）"],
            ["一、进出口总值", lv("676.5", "tt", "2025-05", Y), gr("12.8", "tt", "2025-05"), lv("3084.9", "tt", "2025-01..2025-05", Y), gr("6.6", "tt", "2025-01..2025-05")],
            ["（一）出口", lv("468.8", "ex", "2025-05", Y), gr("15.2", "ex", "2025-05"), lv("2118.0", "ex", "2025-01..2025-05", Y), gr("10.0", "ex", "2025-01..2025-05")],
            ["　　其中：汽车", no("47.1", "ex", "one good", Y), gr("21.6", "auto", "2025-05").replace("g:auto", "auto"), no("198.6", "ex", "one good", Y), gr("16.4", "auto", "2025-01..2025-05").replace("g:auto", "auto")],
            ["　　　　　笔记本电脑", no("118.4", "ex", "one good", Y), no("2.1", "auto,ex", "one good"), no("581.2", "ex", "one good", Y), no("-1.3", "auto,ex", "one good")],
            ["（二）进口", lv("207.7", "im", "2025-05", Y), gr("7.7", "im", "2025-05"), lv("966.9", "im", "2025-01..2025-05", Y), gr("-0.1", "im", "2025-01..2025-05")],
            ["二、全国进出口总值", no("38098.0", "tt", "national", Y), no("2.7", "tt", "national"), no("179448.6", "tt", "national", Y), no("2.5", "tt", "national")]]
    add("table-trade-2025-05", "2025-06-20", "2025年5月重庆外贸统计快讯", [
        "下表列出重庆市本月及累计进出口数据。",
        T(rows, caption="重庆市进出口商品总值表（2025年5月）", head=2, caption_inside=True)], layout="hanweb", tier="synthetic")

    add("xlsx-quarters", "2025-01-24", "重庆市季度进出口（2023—2024年）", [
        Sheet("季度", [T([[Cell("季度", rows=2), Cell("金额", cols=3), None, None, Cell("同比增长（%）", cols=3), None, None],
                         [None, "进出口", "出口", "进口", "进出口", "出口", "进口"],
                         ["2023年一季度", lv("1687.6", "tt", "2023-Q1", Y), lv("1091.3", "ex", "2023-Q1", Y), lv("596.3", "im", "2023-Q1", Y), gr("-14.4", "tt", "2023-Q1"), gr("-14.6", "ex", "2023-Q1"), gr("-14.0", "im", "2023-Q1")],
                         ["2023年二季度", lv("1770.4", "tt", "2023-Q2", Y), lv("1161.6", "ex", "2023-Q2", Y), lv("608.8", "im", "2023-Q2", Y), gr("-18.3", "tt", "2023-Q2"), gr("-17.0", "ex", "2023-Q2"), gr("-20.7", "im", "2023-Q2")],
                         ["2024年一季度", lv("1711.2", "tt", "2024-Q1", Y), lv("1130.9", "ex", "2024-Q1", Y), lv("580.3", "im", "2024-Q1", Y), gr("1.4", "tt", "2024-Q1"), gr("3.6", "ex", "2024-Q1"), gr("-2.7", "im", "2024-Q1")],
                         ["2024年二季度", lv("1781.2", "tt", "2024-Q2", Y), lv("1212.1", "ex", "2024-Q2", Y), lv("569.1", "im", "2024-Q2", Y), gr("0.6", "tt", "2024-Q2"), gr("4.3", "ex", "2024-Q2"), gr("-6.5", "im", "2024-Q2")]],
                        unit="金额单位：亿元", head=2)]),
        Sheet("说明", ["数据为示例，来源于公开统计。", "全国2024年进出口[438468亿元|!tt;w=national]。"]),
        Sheet("旧版", [T([["季度", "进出口"], ["2024年一季度", no("1698.0", "tt", "hidden sheet", Y)]], unit="亿元")], hidden=True),
    ], media="xlsx", tier="synthetic")

    add("xls-months-2023", "2024-01-22", "2023年分月外贸数据", [
        T([["月份", "进出口（亿元）", "出口（亿元）", "进口（亿元）"],
           ["2023年10月", lv("619.8", "tt", "2023-10", Y), lv("427.0", "ex", "2023-10", Y), lv("192.8", "im", "2023-10", Y)],
           ["2023年11月", lv("641.3", "tt", "2023-11", Y), lv("452.9", "ex", "2023-11", Y), lv("188.4", "im", "2023-11", Y)],
           ["2023年12月", lv("687.2", "tt", "2023-12", Y), lv("495.8", "ex", "2023-12", Y), lv("191.4", "im", "2023-12", Y)],
           ["2023年1—12月", lv("7137.4", "tt", "2023", Y), lv("4782.1", "ex", "2023", Y), lv("2355.3", "im", "2023", Y)]],
          caption="重庆市货物进出口")], media="xls", tier="synthetic", numbers_as_text=True)

    add("csv-en-trade", "2024-02-10", "", [
        T([["Chongqing foreign trade", "2021", "2022", "2023"],
           ["Imports and exports (billion yuan)", lv("800.059", "tt", "2021", "1000000000"), lv("815.84", "tt", "2022", "1000000000"), lv("713.74", "tt", "2023", "1000000000")],
           ["Exports (billion yuan)", lv("516.833", "ex", "2021", "1000000000"), lv("524.53", "ex", "2022", "1000000000"), lv("478.21", "ex", "2023", "1000000000")],
           ["Imports (billion yuan)", lv("283.226", "im", "2021", "1000000000"), lv("291.31", "im", "2022", "1000000000"), lv("235.53", "im", "2023", "1000000000")],
           ["Exports of machinery and electronics (billion yuan)", no("466.1", "ex", "one group", "1000000000"), no("471.5", "ex", "one group", "1000000000"), no("427.9", "ex", "one group", "1000000000")]])],
        media="csv", lang="en", tier="synthetic")

    add("pdf-trade-2025-09", "2025-10-22", "前三季度全市外贸形势分析", [
        "{{2025-01..2025-09}}今年前三季度，我市外贸进出口总值为[5837.6亿元|tt]，同比增长[9.7%|g]。出口总值[4036.9亿元|ex]，同比增长[12.1%|g]；进口总值[1800.7亿元|im]，同比增长[4.6%|g]。",
        "其中，三季度进出口[2096.1亿元|tt;p=2025-Q3]，同比增长[14.5%|g;p=2025-Q3]，比二季度加快[3.2个百分点|!tt;w=a change of the rate]。",
        "9月，全市进出口[718.4亿元|tt;p=2025-09]，同比增长[20.1%|g;p=2025-09]，为年内单月最高。",
        "高技术产品出口占全市出口总值的[61.7%|?ht;p=2025-01..2025-09]；高新技术产品出口占比为[61.7%|ht;p=2025-01..2025-09]，同比下降[0.9个百分点|c-:ht;p=2025-01..2025-09]。",
        "全年预期：力争进出口总值突破[7800亿元|t:tt;p=2025]。",
    ], media="pdf", tier="synthetic", furniture="重庆商务参考　2025年第19期", byline=["示范商务委", "2025年10月22日"])

    add("docx-trade-2025-11", "2025-12-18", "2025年1—11月外贸外资情况", [
        "{{2025-01..2025-11}}一、1—11月，全市外贸进出口[7262.9亿元|tt]，增长[11.4%|g]，其中出口[5062.4亿元|ex]、增长[14.1%|g]，进口[2200.5亿元|im]、增长[5.8%|g]。11月，进出口[702.8亿元|tt;p=2025-11]，增长[11.1%|g;p=2025-11]。",
        "二、1—11月，全市实际使用外资[8.94亿美元|fdi]，同比增长[7.7%|g]，新设外商投资企业[803家|!ftze,f500;w=new foreign firms]，增长[9.2%|!fdi,fdig;w=firms]。",
        "三、全国同期进出口[41.21万亿元|!tt;w=national]，增长[3.6%|!tt;w=national]。",
    ], media="docx", tier="synthetic", byline=["2025年12月18日"])
