"""Development part: every indicator of the plan, each in several wordings of both languages."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg


def add(part):
    add = part.add
    S = {"tier": "synthetic"}

    add("rows-zh-corridor", "2024-11-12", "西部陆海新通道建设五年成效", [
        "{{as-of:2024-11-12}}目前，西部陆海新通道辐射范围拓展至我国[18个省（区、市）|prov]、[73个城市|city]、[156个站点|stn]，通达全球[125个国家和地区|ctry]的[542个港口|ports]。",
        "{{2024-01..2024-10}}前10个月，重庆经西部陆海新通道运输箱量[20.6万标箱|teu]，货值[386.4亿元|val]，同比分别增长[44%|g:teu]、[71%|g:val]。",
        "{{2024-10}}10月份，重庆经通道运输[2.3万标箱|?teu]，货值[41.7亿元|?val]。",
        "{{as-of:2024-10-31}}截至10月底，中欧班列（成渝）累计开行超[3.5万列|xtr>]，占全国的[36%|!xtr,trains;w=a share]。",
        "{{as-of:2024-11-12}}重庆已获批港口型、陆港型、空港型等[五种类型|hubs;v=5]国家物流枢纽。江北机场国际（地区）航线恢复至[68条|air]。",
    ], layout="trs", **S)

    add("rows-zh-corridor-2", "2025-03-18", "陆海新通道：一季度前两月数据", [
        "{{2025-01..2025-02}}1—2月，重庆通过西部陆海新通道运输货物[3.76万标箱|teu]，同比增长[29%|g]；货值[68.67亿元|val]，同比增长[37%|g]。",
        "沿线省区市同期发送[15.2万标箱|!teu;w=the whole line]，增长[21%|!teu,volg;w=the whole line]。",
        "{{2025-01..2025-02}}全市港口完成货物吞吐量[3412.6万吨|port]，同比下降[1.8%|g-]，其中外贸货物[94.1万吨|!port;w=a part]、集装箱[19.8万标箱|!teu;w=port containers]。",
    ], layout="hanweb", **S)

    add("rows-zh-cci", "2024-11-20", "中新互联互通项目启动九周年", [
        "{{as-of:2024-10-31}}截至2024年10月底，中新（重庆）战略性互联互通示范项目累计签约政府和商业合作项目[312个|cp]、总金额[262.4亿美元|cpv]，金融服务项目[338个|cf]、总金额[351.8亿美元|cfv]。",
        "{{2024-01..2024-10}}今年1—10月，新签政府和商业合作项目[18个|!cp;w=new ones]、金额[4.7亿美元|cpp]，金融服务项目[41个|!cf;w=new ones]、金额[28.6亿美元|cfp]。",
        "四川企业借助该机制融资[9.2亿美元|!cfa,cfp,cfv;w=another place]。",
    ], layout="trs", **S)

    add("rows-zh-cci-2", "2022-12-12", "中新金融合作再添成果", [
        "{{as-of:2022-11-30}}截至11月末，中新互联互通项目下政府和商业合作项目达[226个|cp]，总金额[253.1亿美元|cpv]；金融服务项目达[241个|cf]，总金额约[292.5亿美元|cfv~]。",
        "{{2022-01..2022-11}}1—11月，中新互联互通项目跨境融资额[12.4亿美元|cfa]，较融资成本最低时下降[1.08个百分点|!cfa;w=a rate]。",
    ], layout="ucap", **S)

    add("rows-zh-ftz", "2024-04-01", "重庆自贸试验区挂牌七周年", [
        "{{as-of:2024-04-01}}挂牌七年来，重庆自贸试验区累计形成重点制度创新成果[152项|ftz]，其中[七项|ftzn;v=7]在全国复制推广，[92项|!ftz,ftzn;w=promoted in the city]在全市复制推广。",
        "{{as-of:2024-02-29}}截至2月末，重庆自贸试验区市场主体达[19.8万户|ftzm]；外资企业[1486户|!ftzm;w=a part]。",
        "{{2023}}2023年，重庆自贸试验区新设企业（含分支机构）[12463户|ftze]，同比增长[6.1%|g]。",
        "全国自贸试验区已向全国复制推广[302项|!ftz,ftzn;w=national]制度创新成果。",
    ], layout="br_text", **S)

    add("rows-zh-exchange", "2024-12-25", "重庆国际交往“朋友圈”持续扩大", [
        "{{as-of:2024-12-25}}目前，在渝设立的外国总领事馆[14家|cons]，居中西部第[2位|!cons;w=a rank]。",
        "重庆已与[56个|fc]国际友好城市、[129个|ec]国际友好交流城市建立联系；在渝境外非政府组织代表机构增至[31家|ngo]，今年新增[3家|!ngo;w=new ones]。",
        "{{as-of:2024-12-25}}落户重庆的世界500强企业达到[326家|f500]。区县层面友好城市[34对|!fc,ec;w=of the districts]。",
    ], layout="article", **S)

    add("rows-zh-finance", "2025-02-13", "2024年重庆跨境人民币业务平稳增长", [
        "{{2024}}2024年，重庆跨境人民币结算量近[4000亿元|rmb<]，同比增长[37%|g]，高于全国增速[14个百分点|!rmb;w=compared]。",
        "其中，经常项目结算[2412.6亿元|!rmb;w=a part]，直接投资结算[418.9亿元|!rmb;w=a part]；与东盟结算[512.3亿元|!rmb;w=a part]。",
        "{{2024-12}}12月，全市跨境人民币结算量[361.2亿元|rmb]，环比增长[8.4%|!rmb;w=on the month before]。",
        "{{2024}}2024年，重庆口岸出入境人员[212.4万人次|pers]，同比增长[163.5%|g]，其中外国人[21.7万人次|!pers;w=a part]。",
    ], layout="shtml", **S)

    add("rows-zh-fdi", "2025-01-25", "2024年全市利用外资情况", [
        "{{2024}}2024年，全市实际使用外资[14.5亿美元|fdi]，比上年增长[5.3%|g]，其中制造业[5.6亿美元|!fdi;w=a part]，占比[38.6%|!fdi;w=a share]；高技术产业实际使用外资[4.8亿美元|!fdi;w=a part]。",
        "新设外商投资企业[792家|!ftze;w=another count]，增长[54.7%|!ftze;w=another count]。",
        "{{2024-Q4}}四季度，全市实际使用外资[4.1亿美元|fdi]，增长[11.2%|g]。",
    ], layout="wap", **S)

    add("rows-zh-auto", "2024-10-23", "重庆“新三样”出海提速", [
        "{{2024-01..2024-09}}前三季度，重庆汽车出口增长[30.1%|auto]，其中新能源汽车出口增长[1.3倍|!auto;v=130;w=a part]，汽车零部件出口增长[7.2%|!auto;w=parts]。",
        "高新技术产品出口占全市出口的[62.3%|ht]，较上年同期提高[1.1个百分点|!ht;w=a change]；机电产品占[89.6%|!ht;w=another share]。",
        "全国汽车出口增长[24.3%|!auto;w=national]。",
    ], layout="nested", **S)

    add("rows-zh-air-port", "2024-01-28", "重庆航空与水运年终盘点", [
        "{{as-of:2024-01-28}}截至目前，重庆机场国际（地区）航线恢复至[17条|air]，今年新开[2条|!air;w=new ones]，国内航线[372条|!air;w=domestic]。",
        "{{2023}}2023年，全市完成港口货物吞吐量[2.22亿吨|port]，同比增长[7.1%|g]，机场货邮吞吐量[38.8万吨|!port;w=the airport]。",
        "{{2023}}全年重庆开行铁海联运班列和中欧班列[4862列|trains]，中欧班列（成渝）累计开行[31000列|?xtr@as-of:2023-12-31&!trains;w=since the start]。",
    ], layout="trs", **S)

    add("rows-en-corridor", "2024-11-14", "Corridor links more of the world", [
        "{{as-of:2024-11-14}}The New Western Land-sea Corridor now connects [542 ports|ports] in [125 countries and regions|ctry], and reaches [18 provinces|prov], [73 cities|city] and [156 railway stations|stn] in China.",
        "{{2024-01..2024-10}}From January to October 2024, Chongqing shipped [206,000 TEUs|teu] of cargo through the corridor, a year-on-year increase of [44 percent|g], with goods worth [38.64 billion yuan|val], up [71 percent|g].",
        "{{as-of:2024-10-31}}By the end of October, China-Europe freight trains (Chengdu and Chongqing) had made more than [35,000 trips|?xtr].",
        "{{as-of:2024-11-14}}Chongqing is home to [five|hubs;v=5] types of national logistics hubs and [68 international air routes|air].",
    ], lang="en", layout="english", **S)

    add("rows-en-cci", "2024-11-21", "Nine years of the China-Singapore Connectivity Initiative", [
        "{{as-of:2024-10-31}}By the end of October 2024, [312 government and commercial cooperation projects|cp] worth [26.24 billion USD|cpv] had been signed under the China-Singapore (Chongqing) Connectivity Initiative, along with [338 financial service projects|cf] worth [35.18 billion USD|cfv].",
        "Of this, [1.2 billion USD|!cpv,cfv;w=a part] went to aviation.",
    ], lang="en", layout="english", **S)

    add("rows-en-exchange", "2024-12-27", "Chongqing widens its circle of friends", [
        "{{as-of:2024-12-27}}Chongqing now hosts [14 consulates general|cons], and has [56 international friendly cities|fc] and [129 friendly exchange cities|ec].",
        "The number of overseas NGO representative offices in the city has risen to [31|ngo]. A total of [326 Fortune 500 companies|f500] have set up in Chongqing, [seven|!f500;v=7;w=a change] more than a year before.",
    ], lang="en", layout="english", **S)

    add("rows-en-money", "2025-02-14", "Chongqing's cross-border business in 2024", [
        "{{2024}}In 2024, actual use of foreign investment in Chongqing amounted to [1.45 billion US dollars|fdi], up [5.3 percent|g] from the previous year.",
        "Cross-border RMB settlement hit [400.06 billion yuan|rmb], up [37 percent|g]; trade in services rose [10.2 percent|g:svc] to [102.16 billion yuan|svc].",
        "The ports of Chongqing handled [231.4 million tonnes|?port] of cargo, and the port cargo throughput of the upper Yangtze was [412 million tonnes|!port;w=a wider area].",
        "A record [2.124 million inbound and outbound passengers|?pers] crossed the border at Chongqing.",
        "High-tech products accounted for [62.3 percent|ht] of Chongqing's exports in 2024, and automobile exports jumped [30.1 percent|auto].",
    ], lang="en", layout="english", **S)

    add("rows-en-ftz", "2024-04-02", "Seven years of the Chongqing Pilot Free Trade Zone", [
        "{{as-of:2024-04-02}}To date, the Chongqing Pilot Free Trade Zone has produced [152 key institutional innovation achievements|ftz], of which [seven|ftzn;v=7] have been replicated nationwide.",
        "{{as-of:2024-02-29}}As of the end of February 2024, the zone had [198,000 market entities|ftzm], including [1,486 foreign-funded enterprises|!ftzm;w=a part].",
        "China's pilot free trade zones have together promoted [302 innovations|!ftz,ftzn;w=national].",
    ], lang="en", layout="english", **S)
