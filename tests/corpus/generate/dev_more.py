"""Development part: forms of writing that the other modules leave out."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg

Y = "100000000"
W = "10000"


def add(part):
    add = part.add
    add("elliptic-units", "2024-04-18", "一季度重庆外贸“三个数”", [
        "{{2024-Q1}}一季度，重庆进出口、出口、进口分别为[1711.2亿|tt]、[1130.9亿|ex]、[580.3亿元|im]，分别增长[1.4%|g:tt]、增长[3.6%|g:ex]、下降[2.7%|g-:im]。".replace("|tt]", "|tt;v=171120000000]").replace("|ex]", "|ex;v=113090000000]"),
        "同期，上海、江苏、广东分别进出口[1.03万亿|!tt;w=other places]、1.26万亿、[2.04万亿元|!tt;w=other places]。",
    ], layout="column", tier="synthetic")

    add("spaced-numbers", "2023-03-20", "2023 年 1—2 月重庆外贸进出口情况", [
        "{{2023-01..2023-02}}2023 年 1—2 月，重庆市外贸进出口 [1071.2 亿元|tt]，同比下降 [16.8 %|g-]。其中，出口 [687.9 亿元|ex]，下降 [17.6 %|g-]；进口 [383.3 亿元|im]，下降 [15.4 %|g-]。",
        "2 月份进出口 [529.4 亿元|tt;p=2023-02]，同比增长 [3.3 %|g;p=2023-02]。",
    ], media="pdf", tier="synthetic", byline=["2023 年 3 月 20 日"])

    add("last-year", "2024-01-15", "去年重庆外贸外资数据公布", [
        "{{2023}}记者获悉，去年全市进出口总值[7137.4亿元|tt]，其中出口[4782.1亿元|ex]、进口[2355.3亿元|im]。去年12月，进出口[687.2亿元|tt;p=2023-12]，同比增长[8.8%|g;p=2023-12]。",
        "{{2023}}去年，全市实际使用外资约[10.5亿美元|fdi~]。",
        "2022年，全市进出口[8158.4亿元|tt;p=2022]。",
        "今年，力争外贸进出口正增长，实际使用外资[11亿美元|t:fdi~;p=2024]左右。",
    ], layout="nested", tier="synthetic", source="示范快报")

    add("collapsed-cells", "2025-02-13", "2024年重庆外贸数据一览", [
        T([["项目", "金额（亿元）"], ["进出口/出口/进口", "[7154.2|?tt&!ex,im;p=2024;x=100000000;w=three values in one cell]\n[4851.6|?ex&!tt,im;p=2024;x=100000000;w=three values in one cell]\n[2302.6|?im&!tt,ex;p=2024;x=100000000;w=three values in one cell]"],
           ["服务贸易", lv("1021.6", "svc", "2024", Y)]], caption="2024年重庆对外贸易"),
    ], layout="trs", tier="synthetic")

    add("superscript-notes", "2025-03-25", "2024年统计公报解读：对外经济", [
        Raw('<p>　　{{2024}}全年货物进出口总额<sup>[14]</sup>[7154.2亿元|tt;q=7154.2亿元]，比上年增长[0.2%|g;q=比上年增长0.2%]。其中，出口额<sup>①</sup>[4851.6亿元|ex;q=4851.6亿元]，增长[1.5%|g;q=增长1.5%]；进口额<sup>②</sup>[2302.6亿元|im;q=2302.6亿元]，下降[2.2%|g-;q=下降2.2%]。</p>'),
        Raw('<p>　　年末，落户重庆的世界500强企业累计<sup>[15]</sup>{{as-of:2024-12-31}}[326家|f500;q=326家]。{{2024}}全年服务进出口<sup>[16]</sup>[1021.6亿元|svc;q=1021.6亿元]。</p>'),
        Note("[14]按人民币计价。①指离岸价格。②指到岸价格。[15]按母公司计。[16]国际收支口径。"),
    ], layout="ucap", tier="synthetic")

    add("en-currency-signs", "2025-08-28", "Chongqing opening-up: seven months in numbers", [
        "{{2025-01..2025-07}}Chongqing's goods trade from January to July 2025 was worth [RMB 438.61 billion|tt], up [6.8 per cent|g]; exports made up [RMB 302.97 billion|ex] of it and imports [RMB 135.64 billion|im].",
        "Actual use of foreign investment was [US$573 million|fdi], up [6.9 per cent|g].",
        "Cargo carried by Chongqing through the New Western Land-sea Corridor was about [188 thousand TEU|teu~], worth [¥33.4 billion|val].",
        "In the Yangtze River Delta, foreign trade came to [¥9.4 trillion|!tt;w=another region].",
    ], layout="article", lang="en", tier="synthetic")

    add("en-sept-2023", "2023-10-25", "Foreign trade of Chongqing: January to September 2023", [
        "{{2023-01..2023-09}}Total imports and exports: [518.91 billion CNY|tt], down [17.1%|g-] year on year.",
        "Exports: [340.64 billion CNY|ex], down [16.4%|g-]. Imports: [178.27 billion CNY|im], down [18.5%|g-].",
        "In the first three quarters of this year, automobile exports increased by [50.3%|auto].",
        "{{2023-09}}September 2023: total imports and exports [59.84 billion CNY|tt].",
    ], media="text", lang="en", tier="synthetic")

    add("ranks-and-hundreds", "2024-11-12", "重庆外资外贸“位次”", [
        "{{2024-01..2024-10}}1月至10月，重庆进出口[5860.8亿元|tt]，规模居全国第[12|!tt;w=a rank]位、西部第[2|!tt;w=a rank]位；出口[3960.4亿元|ex]，居全国第[11|!ex;w=a rank]位。",
        "10月当月，重庆进出口[538.0亿元|tt;p=2024-10]。",
        "前10个月，港口货物吞吐量[1.92亿吨|port]，同比增长[4.1%|g]，出入境人员[175.3万人次|pers]，同比增长[170.2%|g]。",
        "截至2024年10月底，{{as-of:2024-10-31}}重庆国际（地区）航线[111条|air]，外国驻渝总领事馆[14家|cons]。",
    ], layout="hanweb", tier="synthetic", source="示范信息中心")

    add("long-communique", "2025-03-24", "2024年重庆市国民经济和社会发展统计公报", [
        H("一、综合"),
        "{{2024}}根据地区生产总值统一核算结果，全年实现地区生产总值[32193.15亿元|gdp]，按不变价格计算，比上年增长[5.7%|g]。第一产业增加值[2197.34亿元|!gdp;w=a part]，增长[3.1%|!gdp;w=a part]；第二产业增加值[11690.54亿元|!gdp;w=a part]，增长[4.4%|!gdp;w=a part]；第三产业增加值[18305.27亿元|!gdp;w=a part]，增长[6.7%|!gdp;w=a part]。人均地区生产总值达到[100903元|!gdp;w=per head]，增长[5.8%|!gdp;w=per head]。",
        "年末全市常住人口[3190.47万人|!pers;w=population]，比上年减少0.96万人；全年人口出生率5.81‰，死亡率8.55‰。城镇新增就业[74.86万人|!pers;w=jobs]。",
        H("二、农业"),
        "全年农林牧渔业增加值[2272.8亿元|!gdp;w=a part]，增长3.3%。粮食综合单产371.6公斤/亩，粮食总产量[1103.2万吨|!port;w=grain]，增长[0.7%|!port;w=grain]。",
        H("三、工业和建筑业"),
        "全年规模以上工业增加值增长[7.3%|!gdp;w=industry]。汽车产业增长[26.7%|!auto;w=value added]，汽车产量254.0万辆，新能源汽车95.32万辆，增长[90.5%|!auto;w=output]。高技术制造业占规上工业的比重为[19.9%|!ht;w=industry's share]。",
        H("四、固定资产投资"),
        "全年固定资产投资增长[0.1%|!fdig;w=investment]，工业投资增长[10.9%|!fdig;w=investment]，民间投资占[49.5%|!fdig;w=a share]。",
        H("五、国内贸易"),
        "全年社会消费品零售总额[15677.4亿元|!tt,gdp;w=retail]，增长[3.6%|!tt;w=retail]；其中餐饮收入2511.0亿元。网上零售额增长[16.1%|!tt;w=retail]。",
        H("六、对外经济"),
        "{{2024}}全年货物进出口总额[7154.2亿元|tt]，增长[0.2%|g]。其中，货物出口额[4851.6亿元|ex]，增长[1.5%|g]；货物进口额[2302.6亿元|im]，下降[2.2%|g-]。",
        T([["指标", "绝对数（亿元）", "比上年增长（%）"],
           ["货物出口额", "4851.6", "1.5"],
           ["　其中：机电产品", no("4376.1", "ex,tt", "one group", Y), no("1.3", "ex,tt", "one group")],
           ["货物进口额", "2302.6", "-2.2"],
           ["　其中：机电产品", no("1601.8", "im,tt", "one group", Y), no("-0.9", "im,tt", "one group")]], caption="表5 2024年货物进出口主要分类情况"),
        "全年实际使用外资[11.1亿美元|fdi]，增长[5.3%|g]。新设外商投资企业[792家|!ftze,f500;w=new foreign firms]。{{as-of:2024-12-31}}年末累计[326家|f500]世界500强企业落户重庆。",
        H("七、交通、邮电和旅游"),
        "{{2024}}全年货物运输总量[14.9亿吨|!port;w=all transport]，增长[4.9%|!port;w=all transport]；港口货物吞吐量[23140万吨|port]，增长[4.4%|g]；集装箱吞吐量141.2万标箱，增长[6.7%|!volg,teu;w=port containers]。",
        "全年接待入境过夜游客[131.6万人次|!pers;w=overnight tourists]，增长[184.3%|!pers;w=overnight tourists]。江北国际机场旅客吞吐量[4867.9万人次|!pers;w=airport passengers]。",
        H("八、金融"),
        "年末本外币存款余额[5.67万亿元|!rmb;w=deposits]，增长6.9%；贷款余额6.08万亿元，增长[6.6%|!rmb;w=loans]。",
    ], layout="trs_word", tier="synthetic", source="示范统计局", forbid=[("teu", "1412000", "", "port containers")])

    add("two-years-table", "2025-02-26", "对外开放主要指标完成情况", [
        T([["指标", "2024年实际", "2025年目标", "全国2024年"],
           ["外贸进出口（亿元）", lv("7154.2", "tt", "2024", Y), f"[7500|t:tt;p=2025;x={Y}]", no("438468", "tt", "national", Y)],
           ["实际使用外资（亿美元）", lv("11.1", "fdi", "2024", Y), f"[12|t:fdi;p=2025;x={Y}]", no("1161.9", "fdi", "national", Y)],
           ["服务贸易进出口（亿元）", lv("1021.6", "svc", "2024", Y), f"[1150|t:svc;p=2025;x={Y}]", no("75238", "svc", "national", Y)],
           ["跨境人民币结算量（亿元）", lv("3980.2", "rmb", "2024", Y), f"[4200|t:rmb;p=2025;x={Y}]", "—"]],
          caption="重庆市对外开放主要指标", caption_inside=True)], layout="wap", tier="synthetic")

    add("docx-ftz-cci", "2025-07-10", "自贸试验区与中新项目半年总结", [
        "{{as-of:2025-06-30}}截至2025年6月底，重庆自贸试验区累计培育重点制度创新成果[163项|ftz]，其中[9项|ftzn]全国复制推广，市场主体[22.1万户|ftzm]。",
        "{{2025-H1}}上半年，重庆自贸试验区新设企业[8712户|ftze]，同比增长[4.9%|g]。",
        "{{as-of:2025-06-30}}截至6月底，中新互联互通项目累计签约政府和商业合作项目[329个|cp]、金额[266.1亿美元|cpv]，金融服务项目[361个|cf]、金额[388.0亿美元|cfv]。",
        "{{pub}}在渝境外非政府组织代表机构[33家|ngo&?ngo@as-of:2025-06-30]；国际友好城市[57个|fc&?fc@as-of:2025-06-30]，国际友好交流城市[131个|ec&?ec@as-of:2025-06-30]。",
    ], media="docx", tier="synthetic", byline=["2025年7月10日"])
