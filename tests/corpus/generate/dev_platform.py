"""Development part: the connectivity initiative, the free-trade zone, exchanges."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg

Y = "100000000"
M = "1000000"


def add(part):
    add = part.add
    add("cci-2020-10", "2020-11-07", "中新互联互通项目启动五周年", [
        "7日举行的发布会通报，项目启动5年来，中新双方累计签约[230个|!cp,cf;w=all kinds of project]合作项目，总金额[322亿美元|!cpv,cfv;w=all kinds of project]。",
        "在金融服务领域，截至今年10月底，累计落地跨境融资项目[137个|!cp&?cf;p=as-of:2020-10-31;w=cross-border financing],总金额约[123亿美元|!cpv,cfa&?cfv~;p=as-of:2020-10-31;w=cross-border financing since 2015]；其中为西部8省区融资逾[42亿美元|!cfa,cfv,cpv;w=other provinces]。",
        "{{as-of:2020-10-31}}截至2020年10月底，陆海新通道目的地拓展至全球[96个国家和地区|ctry]的[246个港口|ports]。",
    ], layout="hanweb", tier="3", source="示范通讯社")

    add("en-cci-2021-12", "2022-01-18", "162 business projects inked under China-Singapore connectivity initiative", [
        "A total of [162 business cooperation projects|?cp;p=as-of:2021-12-31] worth [25 billion U.S. dollars|?cpv;p=as-of:2021-12-31] had been inked under the China-Singapore (Chongqing) connectivity initiative by the end of 2021.",
        "It is the third intergovernmental cooperation project between China and Singapore.",
        "{{as-of:2021-12-31}}By the end of 2021 the trade corridor had reached [315 ports|ports] in [107 countries and regions|ctry].",
    ], layout="english", lang="en", tier="2", source="Example Silk Road Portal")

    add("en-cci-2022-11", "2022-11-14", "Projects worth over 54 billion USD inked under connectivity initiative", [
        "{{pub}}More than [400 projects|!cp,cf;w=all kinds] worth over [54 billion U.S. dollars|!cpv,cfv;w=all kinds] have been inked under the China-Singapore (Chongqing) Demonstration Initiative on Strategic Connectivity over the past seven years.",
        "They include [218 government and commercial cooperation projects|cp] worth [25.26 billion U.S. dollars|cpv] and [235 financial service projects|cf] worth [29.04 billion U.S. dollars|cfv].",
        "Cross-border financing projects amounted to about [18.59 billion|!cfa,cfv,cpv;w=since 2015, another kind] U.S. dollars.",
        "The corridor has connected [335 ports|ports] in [113 countries|ctry].",
    ], layout="magazine", lang="en", tier="2")

    add("cci-2022-12", "2023-01-13", "报告摘录：开放平台建设", [
        "{{as-of:2022-12-31}}截至2022年底，中新互联互通项目累计签约政府和商业合作项目[252.6亿美元|cpv]、金融服务项目[291.3亿美元|cfv]。",
        "重庆自贸试验区[151项|!ftz;w=reform tasks]改革试点任务全面落地。",
        "{{pub}}西部陆海新通道运输网络覆盖全球[119个国家和地区|ctry&?ctry@as-of:2022-12-31]的[393个港口|ports&?ports@as-of:2022-12-31]，国际航线增至[109条|air&?air@as-of:2022-12-31]。",
        "五年净增市场主体[107.2万户|!ftzm,ftze;w=the whole city]、总量突破[340万户|!ftzm;w=the whole city]。",
    ], layout="trs", tier="3")

    add("cci-2023-09", "2023-10-27", "中新互联互通项目前三季度进展", [
        "{{as-of:2023-09-30}}截至2023年9月底，中新互联互通项目累计签约政府和商业合作项目[280个|cp]、总金额[256.5亿美元|cpv]，金融服务项目[259个|cf]、总金额约[306.2亿美元|cfv~]。",
        "{{2023-01..2023-09}}今年1—9月，新签政府和商业合作项目金额[3.9亿美元|cpp]，金融服务项目金额[58.48亿美元|cfp]。",
        "下一步，力争到2027年年均跨境融资额超过[10亿美元|t:cfa>;p=2027]。",
    ], layout="ucap", tier="1", source="示范中新局")

    add("cci-2024-year", "2025-02-18", "2024年中新互联互通项目亮点", [
        "{{2024}}2024年，中新互联互通项目跨境融资额[21.7亿美元|cfa]，同比增长[8.5%|g]。",
        "{{as-of:2024-12-31}}截至2024年末，项目累计签约政府和商业合作项目[321个|cp]，总金额[263.8亿美元|cpv]；累计签约金融服务项目[338个|cf]，总金额[369.4亿美元|cfv]。",
        "其中带动西部其他省区市融资[72亿美元|!cfa,cfv;w=other provinces]。",
    ], layout="trs_word", tier="synthetic", source="示范中新局")

    add("table-cci", "2025-07-18", "中新互联互通项目签约情况表", [
        T([[Cell("截止时间", rows=2), Cell("政府和商业合作项目", cols=2), None, Cell("金融服务项目", cols=2), None],
           [None, "项目数（个）", "金额（亿美元）", "项目数（个）", "金额（亿美元）"],
           ["2022年末", lv("224", "cp", "as-of:2022-12-31"), lv("252.6", "cpv", "as-of:2022-12-31", Y), lv("240", "cf", "as-of:2022-12-31"), lv("291.3", "cfv", "as-of:2022-12-31", Y)],
           ["2023年9月末", lv("280", "cp", "as-of:2023-09-30"), lv("256.5", "cpv", "as-of:2023-09-30", Y), lv("259", "cf", "as-of:2023-09-30"), lv("306.2", "cfv", "as-of:2023-09-30", Y)],
           ["2024年末", lv("321", "cp", "as-of:2024-12-31"), lv("263.8", "cpv", "as-of:2024-12-31", Y), lv("338", "cf", "as-of:2024-12-31"), lv("369.4", "cfv", "as-of:2024-12-31", Y)],
           ["2025年6月末", lv("329", "cp", "as-of:2025-06-30"), lv("266.1", "cpv", "as-of:2025-06-30", Y), lv("361", "cf", "as-of:2025-06-30"), lv("388.0", "cfv", "as-of:2025-06-30", Y)]],
          caption="中新（重庆）战略性互联互通示范项目累计签约情况", head=2)],
        layout="hanweb", tier="synthetic")

    add("cci-2018", "2019-01-30", "去年中新示范项目再上台阶", [
        "该项目目前已累计签约[156个|!cp,cf;w=all kinds of project]合作项目，总金额逾[224亿美元|!cpv,cfv;w=all kinds of project]。",
        "{{2018}}2018年，中新互联互通项目跨境融资[10.8亿美元|cfa]，三年累计跨境融资[55.2亿美元|!cfa,cfv;w=three years together]。",
        "重庆—东盟跨境公路班车累计发车661车次，“渝黔桂新”专列发运[657班|!xtr,trains;w=another train]。",
    ], layout="br_text", tier="2", source="示范重庆网")

    add("ftz-2022-05-hant", "2022-05-15", "中國（重慶）自由貿易試驗區“十四五”規劃摘要", [
        "{{pub}}制度創新成效顯著。總體方案[151項|!ftz;w=reform tasks]改革試點任務全部落實。自主培育重點制度創新成果[79項|ftz]，其中[6項|ftzn]向全國複製推廣。",
        "到2025年，累計培育重點制度創新成果[120項|t:ftz;p=as-of:2025-12-31]，新增註冊企業[8萬戶|t:ftze;p=2025]。",
    ], layout="wap", lang="zh-Hant", tier="3")

    add("ftz-2023-11", "2023-11-08", "关于重庆自贸试验区建设情况的报告（摘要）", [
        "{{as-of:2023-09-30}}截至2023年9月底，重庆自贸试验区累计培育重点制度创新成果[147项|ftz]，其中[7项|ftzn]在全国复制推广。",
        "2022年，重庆自贸试验区以全市[1.46%|!ht,fdi;w=a share of area]的面积，贡献了全市超1/10的新设企业、近1/2的实际使用外资、近2/3的外贸进出口总额。",
        "{{as-of:2023-06-30}}截至2023年6月，累计签发铁路提单6160笔，货值约[29亿元|!val;w=bills of lading]。",
        "到2027年，重点制度创新成果达到[168项|t:ftz;p=as-of:2027-12-31]，市场主体达到[23万户|t:ftzm;p=as-of:2027-12-31]。",
    ], layout="trs", tier="2", source="示范人大")

    add("ftz-words", "2023-12-05", "重庆自贸试验区制度创新案例发布", [
        "{{pub}}截至目前，重庆自贸试验区累计形成重点制度创新成果一百五十二项，其中[八项|ftzn;v=8]获全国复制推广。".replace("一百五十二项", "[一百五十二项|ftz;v=152]"),
        "此次发布的[十二|!ftz;v=12;w=this batch]个案例涉及贸易、金融等五个领域。",
        "上海自贸试验区同期累计有[302项|!ftz,ftzn;w=another zone]制度创新成果向全国复制推广。",
    ], layout="article", tier="synthetic", source="示范商务委")

    add("ftz-entities-2024", "2025-01-15", "重庆自贸试验区挂牌以来发展综述", [
        "{{as-of:2024-12-31}}截至2024年底，重庆自贸试验区市场主体达[21.3万户|ftzm]，累计重点制度创新成果[159项|ftz]，其中全国复制推广[9项|ftzn]。",
        "{{2024}}2024年，重庆自贸试验区新设企业[16820户|ftze]，同比增长[6.4%|g]；实现进出口总额[4890亿元|!tt;w=the zone only]，占全市的[68.4%|!tt,ht;w=a share]。",
        "区内实际使用外资[5.1亿美元|!fdi;w=the zone only]。",
    ], layout="column", tier="synthetic")

    add("en-ftz-2023", "2023-12-01", "Chongqing Pilot Free Trade Zone reports institutional innovations", [
        "{{pub}}To date, the Chongqing Pilot Free Trade Zone has accumulated [147 key institutional innovation achievements|ftz], of which [seven|ftzn;v=7] have been promoted nationwide.",
        "By 2027, the zone strives to have [230,000 market entities|t:ftzm;p=as-of:2027-12-31] and [168 key institutional innovation achievements|t:ftz;p=as-of:2027-12-31].",
        "China's 22 pilot free trade zones have together rolled out [349|!ftz,ftzn;w=national] institutional innovations across the country.",
    ], layout="english", lang="en", tier="synthetic", source="Example Gateway")

    add("exchange-2023-09", "2023-10-09", "中西部国际交往中心建设情况", [
        "{{as-of:2023-09-30}}截至2023年9月底，外国驻渝总领事馆[12家|cons]，国际友好城市[53个|fc]，国际友好交流城市[120个|ec]，境外非政府组织代表机构增至[27家|ngo]。",
        "友好城市和友好交流城市合计[173个|!fc,ec;w=the sum]。",
        "成都已有外国领事机构[23家|!cons;w=another city]。",
    ], layout="hanweb", tier="2", source="示范外办")

    add("exchange-2024-04", "2024-04-18", "重庆“国际范”魅力十足", [
        "重庆友好城市和友好交流城市已达[180个|!fc,ec;w=the sum]。",
        "{{pub}}目前，获批在渝设立的外国总领事馆共[14家|cons]，在渝登记的境外非政府组织代表机构[29家|ngo]。",
        "今年将新增国际友好城市[2个|!fc;w=a planned increase]。",
    ], layout="shtml", tier="synthetic", source="示范法语联盟")

    add("en-exchange-2024", "2024-06-12", "Chongqing's circle of friends widens", [
        "{{pub}}Chongqing now hosts [14 consulates general|cons] and has established ties with [55 international friendly cities|fc] and [127 friendly exchange cities|ec].",
        "The number of overseas NGO representative offices in Chongqing has increased to [thirty|ngo;v=30].",
        "On July 12 the 13th consulate general approved by the ministry had opened.",
    ], layout="article", lang="en", tier="synthetic", source="Example Foreign Affairs", forbid=[("cons", "13", "", "an ordinal")])

    add("fortune-2024", "2025-01-20", "2024年重庆利用外资情况通报", [
        "{{2024}}2024年，全市实际使用外资同比增长[5.3%|fdig]，新设外资企业[792家|!ftze,f500;w=new foreign firms]。",
        "{{as-of:2024-12-31}}截至2024年末，落户重庆的世界500强企业累计达[326家|f500]，其中外资[241家|!f500;w=foreign ones only]。",
        "2024年服务业实际使用外资占比[73.3%|!fdi,fdig;w=a share]。",
        "全国新设外商投资企业[59080家|!ftze,f500;w=national]，实际使用外资[8262.5亿元|!fdi;w=national]。",
    ], layout="trs", tier="synthetic", source="示范商务委")
