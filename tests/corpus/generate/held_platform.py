"""Part kept apart: the connectivity initiative, the free-trade zone, exchanges, foreign firms."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg

Y = "100000000"
W = "10000"
M = "1000000"


def add(part):
    add = part.add
    add("en-cci-2021-10", "2021-10-13", "37 projects inked under China-Singapore connectivity initiative", [
        "A total of [37 cooperation projects|!cp,cf;w=one event] worth approximately [4.17 billion|!cpv,cfv;w=one event] U.S. dollars were inked on Tuesday, among them [29 commercial cooperation projects|!cp;w=one event] of about 3.21 billion dollars and [eight financing projects|!cf;v=8;w=one event] worth 960 million dollars.",
        "As of now, [147 commercial cooperation projects|?cp;p=as-of:2021-10-13] and [192 cross-border financing projects|?cf;p=as-of:2021-10-13], with a total amount of approximately [24.6 billion dollars|?cpv~;p=as-of:2021-10-13] and [17.16 billion dollars|!cfa&?cfv~@as-of:2021-10-13;w=since 2015] respectively have been signed.",
    ], layout="magazine", lang="en", tier="2", forbid=[("cpv", "3210000000", "", "one event"), ("cfv", "960000000", "", "one event")])

    add("cci-seven-years", "2022-11-15", "中新互联互通项目实施七年 签约超540亿美元", [
        "{{pub}}截至目前，中新（重庆）战略性互联互通示范项目累计签约政府和商业合作项目[218个|cp]，总金额[252.6亿美元|cpv]；签约金融服务项目[235个|cf]，总金额[290.4亿美元|cfv]。两类项目合计超过[540亿美元|!cpv,cfv;w=the sum]。",
        "跨境融资项目金额约[185.9亿美元|!cfa,cfv,cpv;w=since 2015, another kind]，覆盖西部10个省区市。",
        "西部陆海新通道方面，{{pub}}目前已通达[113个国家|ctry]的[335个港口|ports]。",
    ], layout="column", tier="2", source="示范新华")

    add("cci-2025-h1", "2025-07-25", "中新示范项目管理局：上半年项目合作成色更足", [
        "{{2025-H1}}1—6月，中新互联互通项目新签政府和商业合作项目金额[2.3亿美元|cpp]，新签金融服务项目金额[18.6亿美元|cfp]；实现跨境融资[9.8亿美元|?cfa]。",
        "{{as-of:2025-06-30}}截至6月底，政府和商业合作项目累计达[329个|cp]、[266.1亿美元|cpv]，金融服务项目累计达[361个|cf]、约[388亿美元|cfv~]。",
        "苏州工业园区同期新引进新加坡项目[64个|!cp;w=another place]。",
    ], layout="nested", tier="synthetic", source="示范中新局")

    add("en-cci-2024", "2025-03-04", "China-Singapore connectivity project shows results in Chongqing", [
        "{{as-of:2024-12-31}}By the end of 2024, the China-Singapore (Chongqing) Connectivity Initiative had signed a total of [321 government and commercial cooperation projects|cp] with a total amount of [26.38 billion USD|cpv], and [338 financial service projects|cf] with a total amount of nearly [37 billion USD|cfv<].",
        "{{2024}}Cross-border financing under the initiative amounted to [2.17 billion USD|cfa] in 2024, up [8.5 percent|g].",
        "Regions other than Chongqing raised [7.2 billion USD|!cfa,cfv;w=other regions] in all.",
        "It aims at an average of over [1 billion USD|t:cfa>;p=2027] of cross-border financing a year by 2027.",
    ], layout="english", lang="en", tier="synthetic")

    add("xlsx-cci", "2025-02-21", "中新互联互通项目2024年统计", [
        T([["指标", "单位", "截至2024年底累计", "2024年新增"],
           ["政府和商业合作项目数", "个", lv("321", "cp", "as-of:2024-12-31"), no("35", "cp", "new ones only")],
           ["政府和商业合作项目金额", "亿美元", lv("263.8", "cpv", "as-of:2024-12-31", Y), lv("5.4", "cpp", "2024", Y)],
           ["金融服务项目数", "个", lv("338", "cf", "as-of:2024-12-31"), no("62", "cf", "new ones only")],
           ["金融服务项目金额", "亿美元", lv("369.4", "cfv", "as-of:2024-12-31", Y), lv("47.7", "cfp", "2024", Y)]])],
        media="xlsx", tier="synthetic")

    add("ftz-2023-report", "2023-12-29", "重庆自贸试验区建设提速", [
        "{{as-of:2023-11-30}}截至今年11月底，重庆自贸试验区累计培育重点制度创新成果[151项|ftz]，[7项|ftzn]被国家层面复制推广。",
        "{{2023-01..2023-11}}2023年前11个月，区内新设企业（含分支机构）[15270户|ftze]，占全市新设企业的[10.4%|!ht;w=a share]。",
        "全国自贸试验区已向全国复制推广制度创新成果[302项|!ftz,ftzn;w=national]。",
        "西部片区市场主体[6.8万户|!ftzm;w=one part of the zone]。",
    ], layout="trs", tier="synthetic", source="示范自贸办")

    add("ftz-hant-2024", "2024-04-01", "重慶自貿試驗區掛牌七週年", [
        "{{pub}}截至目前，重慶自貿試驗區累計形成重點制度創新成果[153項|ftz]，其中[8項|ftzn]在全國複製推廣；市場主體突破[20萬戶|!ftzm;w=a threshold]，達[20.4萬戶|ftzm]。",
        "首批「聯動創新區」[11個|!ftz,hubs;w=other areas]。",
        "目標到2027年累計形成重點制度創新成果[168項|t:ftz;p=2027]、市場主體[23萬戶|t:ftzm;p=2027]。",
    ], layout="br_text", lang="zh-Hant", tier="synthetic", source="示範商報")

    add("en-ftz-2025", "2025-04-02", "Eight years on: Chongqing FTZ in numbers", [
        "{{pub}}Since its establishment the Chongqing Pilot Free Trade Zone has produced a total of [162 key institutional innovation achievements|ftz], [nine|ftzn;v=9] of which have been replicated and promoted nationwide.",
        "{{as-of:2024-12-31}}At the end of 2024 there were [213,000 market entities|ftzm] in the zone.",
        "{{2024}}Last year [16,820 enterprises|ftze] were newly registered in the zone, up [6.4%|g].",
        "All [151 reform pilot tasks|!ftz;w=reform tasks] of the overall plan have been carried out.",
    ], layout="article", lang="en", tier="synthetic")

    add("exchange-hant", "2024-11-30", "重慶對外交往活躍度提升", [
        "{{pub}}目前，重慶已有外國總領事館[14家|cons]、國際友好城市[56個|fc]、國際友好交流城市[129個|ec]，登記境外非政府組織代表機構[31家|ngo]。",
        "成都的外國領事機構為[23家|!cons;w=another city]。",
        "2025年計劃新增友好城市[3個|!fc;w=a planned increase]。",
    ], layout="shtml", lang="zh-Hant", tier="synthetic")

    add("ngo-2025", "2025-06-30", "境外非政府组织在渝代表机构管理工作情况", [
        "{{as-of:2025-06-30}}截至2025年6月30日，在重庆依法登记的境外非政府组织代表机构共[33家|ngo]，较年初增加[2家|!ngo;w=an increase]。",
        "全国登记的境外非政府组织代表机构[780家|!ngo;w=national]。临时活动备案[46项|!ngo;w=activities]。",
    ], layout="ucap", tier="synthetic", source="示范公安局")

    add("en-exchange-2025", "2025-09-18", "International exchange center takes shape", [
        UL(["{{pub}}[14 consulates general|cons] in Chongqing", "[57 international friendly cities|fc]", "[131 friendly exchange cities|ec]", "[34 overseas NGO representative offices|ngo]", "[328 Fortune 500 companies|f500]"]),
        "In 2024 alone, five delegations a week visited the city.",
    ], layout="bare", lang="en", tier="synthetic")

    add("fortune-2013", "2014-01-22", "重庆2013年利用外资连续三年破百亿美元", [
        "重庆市利用外商投资连续三年破[百亿|!fdi;v=10000000000;w=a threshold]，2013年新签订外资项目[248个|!ftze;w=projects]，合同外资额[40.57亿美元|!fdi;w=contracted]。",
        "{{as-of:2013-12-31}}截至2013年底，世界五百强企业已有[230家|f500]落户重庆。",
        "{{2013}}初步核算，全市实现地区生产总值[12656.69亿元|gdp]，同比增长[12.3%|g]，较全国平均水平高[4.6个百分点|!gdp;w=points]。",
        "进出口总值[687.04亿美元|!tt;w=US dollars], 增长[29.1%|?g:tt;p=2013]；出口[467.97亿美元|!ex;w=US dollars]，进口[219.07亿美元|!im;w=US dollars]。",
    ], layout="hanweb", tier="2", source="示范新闻网", charset="gb18030")

    add("fortune-2025", "2025-12-31", "开放平台集聚效应显现", [
        "{{as-of:2025-11-30}}截至11月末，累计落户世界500强企业[329家|f500]，比2023年9月增加[10家|!f500;w=an increase]。",
        "{{as-of:2025-11-30}}重庆获批国家物流枢纽类型已达[5种|?hubs&?hubs@pub]。",
        "其中外资世界500强[243家|!f500;w=foreign ones only]。",
    ], layout="column", tier="synthetic")

    add("hubs-2024", "2024-12-02", "全国首个“五型”国家物流枢纽城市这样运转", [
        "{{pub}}目前，重庆拥有国家物流枢纽类型[五种|hubs;v=5]，分别为港口型、陆港型、空港型、生产服务型和商贸服务型。",
        "全国国家物流枢纽共[151个|!hubs;w=national]；重庆枢纽园区集聚物流企业[2380家|!hubs;w=firms]。",
    ], layout="trs_word", tier="synthetic")
