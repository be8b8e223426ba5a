"""Development part: what stands beside the figure and is none: parts, other places, bounds, totals since the start."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg


def add(part):
    add = part.add
    S = {"tier": "synthetic"}

    add("trap-owner-goes-on", "2026-01-28", "2025年重庆外贸结构观察", [
        "{{2025}}据海关统计，2025年，重庆外贸进出口总额[8006.8亿元|tt]，同比增长[12%|g]。",
        "民营企业活力增强。进出口[3841.9亿元|!tt;w=private firms]，增长[18.9%|!tt;w=private firms]；出口[2790.1亿元|!ex;w=private firms]，增长[21.3%|!ex;w=private firms]。",
        "东盟仍是第一大伙伴。2025年，重庆对东盟进出口[1326.5亿元|!tt;w=one partner]，增长[12.6%|!tt;w=one partner]。出口[816.4亿元|!ex;w=one partner]，进口[510.1亿元|!im;w=one partner]。",
        "机电产品是主力。2025年，出口机电产品[4962.4亿元|!ex;w=one group]，增长[9.1%|!ex;w=one group]，占出口总值的[88.8%|!ht,ex;w=another share]。",
        "对欧盟、美国分别进出口[1082.4亿元|!tt;w=one partner]、[802.2亿元|!tt;w=one partner]，分别增长[10.2%|!tt;w=one partner]、下降[7.4%|!tt;v=-7.4;w=one partner]。",
    ], layout="trs", **S)

    add("trap-owner-services", "2025-02-20", "2024年重庆服务贸易情况", [
        "{{2024}}2024年，全市服务进出口[1021.6亿元|svc]，同比增长[10.2%|g]。出口[411.2亿元|!ex;w=services]，进口[610.4亿元|!im;w=services]。",
        "其中，数字服务贸易进出口[402.9亿元|!svc,tt;w=a part]，占服务贸易的[39.4%|!svc,ht;w=a share]。",
        "2025年，力争服务贸易规模达到[1100亿元|t:svc]。",
    ], layout="hanweb", **S)

    add("trap-corridor-since", "2023-10-11", "前三季度重庆经西部陆海新通道运输12.6万标箱", [
        "{{2023-01..2023-09}}2023年1月至9月，重庆经西部陆海新通道铁海联运、国际铁路联运、跨境公路班车三种主要运输组织方式共运输货物[12.6万标箱|teu]，同比增长[19%|g]，货值[193.3亿元|val]。",
        "截至9月底，重庆经通道累计运输货物[54.6万标箱|!teu;w=since the start]，货值[906.5亿元|!val;w=since the start]。{{as-of:2023-09-30}}通道对内辐射[18个省区市|prov]的[69个城市|city]、[138个铁路站点|stn]，比2022年增加了[9个城市|!city;w=a change]、[22个站点|!stn;w=a change]，对外通达由2022年119个国家和地区的[393个港口|!ports;w=where the change began]增加到[120个国家和地区|ctry]的[473个港口|ports]。",
        "到2023年底，全线预计运输[86万标箱|!teu;w=the whole line]。",
    ], layout="trs", **S)

    add("trap-corridor-split", "2022-01-21", "2021年重庆陆海新通道年度通报", [
        "{{2021}}2021年，重庆经西部陆海新通道运输[11.2万标箱|teu]（市内[6.4万标箱|!teu;w=a part]，市外[4.8万标箱|!teu;w=a part]），同比增长[54%|g]，增幅超年度目标[2.6倍|!teu;v=260;w=compared with a target]。",
        "通道全线运输[63.7万标箱|!teu;w=the whole line]，其中广西[26.9万标箱|!teu;w=another place]。铁海联运班列箱量占全线的[30%|!teu,volg;w=a share]。",
        "{{as-of:2022-01-21}}目前，物流网络覆盖全球[107个国家（地区）|ctry]的[315个港口|ports]，货物品类增至[640个|!ports,ctry;w=kinds of goods]。",
    ], layout="br_text", **S)

    add("trap-neighbours", "2024-07-25", "上半年西部地区外贸一览", [
        "{{2024-H1}}上半年，重庆进出口[3459.8亿元|tt]，同比增长[0.1%|g]，规模居西部第[2位|!tt;w=a rank]；四川进出口[4867.7亿元|!tt;w=another province]，增长[8.5%|!tt;w=another province]；广西进出口[3646.1亿元|!tt;w=another province]；陕西进出口[2184.6亿元|!tt;w=another province]。",
        "同期，全国进出口[21.17万亿元|!tt;w=national]，增长[6.1%|!tt;w=national]；西部12省区市进出口[2.05万亿元|!tt;w=a region]。",
        "成都出口[2601.3亿元|!ex;w=another city]，西安出口[1352.4亿元|!ex;w=another city]。",
        "川渝两地合计进出口[8327.5亿元|!tt;w=two places]，占全国的[3.9%|!tt,ht;w=a share]。",
    ], layout="shtml", **S)

    add("trap-zones", "2025-01-24", "2024年重庆开放平台运行情况", [
        "{{2024}}2024年，两江新区进出口[2014.3亿元|!tt;w=a district]，增长[3.1%|!tt;w=a district]；西永综保区进出口[1812.5亿元|!tt;w=a zone]。出口[1334.2亿元|!ex;w=a zone]。",
        "重庆自贸试验区新设企业[12863户|ftze]，同比增长[3.2%|g]，占全市新设企业的[8.9%|!ftze;w=a share]；实现进出口[4561.4亿元|!tt;w=the zone]，占全市的[63.8%|!tt,ht;w=a share]。",
        "{{as-of:2024-12-31}}截至2024年底，重庆自贸试验区累计培育重点制度创新成果[158项|ftz]，其中在全国复制推广[8项|ftzn]；全国自贸试验区累计推广[349项|!ftz,ftzn;w=national]。落户重庆的世界500强企业[326家|f500]，较上年末净增[7家|!f500;w=a change]；中国企业500强[87家|!f500;w=another list]。",
    ], layout="ucap", **S)

    add("trap-plan-and-fact", "2025-10-28", "重庆开放型经济目标完成情况", [
        "{{2025-01..2025-09}}全年外贸进出口目标为[7500亿元|t:tt;p=2025]，前三季度完成[5812.4亿元|tt]，完成年度目标的[77.5%|!tt,ht;w=progress]。",
        "前三季度，实际使用外资[7.2亿美元|fdi]，同比增长[8.4%|g]，快于年度预期目标[2.4个百分点|!fdi,fdig;w=compared with a target]。",
        "到2027年，全市港口货物吞吐量力争达到[2.7亿吨|t:port;p=2027]，国际航线达到[120条|t:air;p=2027]，世界500强企业达到[335家|t:f500;p=2027]。",
        "前三季度，港口货物吞吐量[1.79亿吨|port]，增长[3.9%|g]；集装箱吞吐量[112.6万标箱|!teu;w=port containers]。",
    ], layout="trs", **S)

    add("trap-base-and-change", "2024-02-06", "2023年重庆对外开放统计速览", [
        "{{2023}}2023年，全市进出口[7137.4亿元|tt]，而2022年为[8158.4亿元|?tt@2022]，减少[1021亿元|!tt;w=a difference]。",
        "跨境人民币结算量由上年的[2663.0亿元|?rmb@2022]增至[2905.3亿元|rmb]，增长[9.1%|g]，净增[242.3亿元|!rmb;w=a difference]。",
        "出入境人员[80.6万人次|pers]，日均[2208人次|!pers;w=a daily mean]，单日最高[8612人次|!pers;w=a peak]，其中外籍人员[9.3万人次|!pers;w=a part]。",
        "{{as-of:2023-12-31}}年末，国际（地区）航线[17条|air]；驻渝总领事馆[13家|cons]，比上年增加[1家|!cons;w=a change]。",
    ], layout="hanweb", **S)

    add("trap-en-owner", "2025-01-22", "Chongqing's partners in 2024", [
        "{{2024}}In 2024, Chongqing's foreign trade totaled [715.42 billion yuan|tt], up [0.2 percent|g].",
        "Trade with ASEAN came to [117.8 billion yuan|!tt;w=one partner], up [3.4 percent|!tt;w=one partner]. Exports rose [5.1 percent|!ex;w=one partner] to [70.2 billion yuan|!ex;w=one partner], while imports fell [0.8 percent|!im;v=-0.8;w=one partner] to [47.6 billion yuan|!im;w=one partner].",
        "Private firms saw imports and exports of [323.1 billion yuan|!tt;w=private firms], with exports at [240.5 billion yuan|!ex;w=private firms].",
        "In the Yangtze River Delta, exports reached [9.6 trillion yuan|!ex;w=another region]. In Chengdu, imports and exports were [416.1 billion yuan|!tt;w=another city].",
        "Exports of electromechanical products accounted for [89.2 percent|!ht,ex;w=another share] of the total.",
    ], lang="en", layout="english", **S)

    add("trap-en-plan", "2025-02-18", "Chongqing sets its trade goals", [
        "{{2024}}Chongqing aims to raise its foreign trade to [750 billion yuan|t:tt;p=2025] in 2025, up [5 percent|!tt;w=a target's growth].",
        "In 2024 the figure ranked second in western China and made up [1.6 percent|!tt,ht;w=a share] of the national total of [43.85 trillion yuan|!tt;w=national].",
        "The city plans to add [10 international air routes|!air;w=a plan] this year and to attract [10 more Fortune 500 companies|!f500;w=a plan].",
        "By 2027, cross-border Renminbi settlement is expected to exceed [330 billion yuan|t:rmb;p=2027].",
    ], lang="en", layout="english", **S)

    add("trap-en-corridor", "2025-01-16", "The land-sea corridor in 2024", [
        "{{2024}}The New International Land-Sea Trade Corridor handled [961,000 TEUs|!teu;w=the whole line] in 2024, of which [251,800 TEUs|?teu] went through Chongqing.",
        "Sichuan moved [112,000 TEUs|!teu;w=another place] and Guangxi [418,000 TEUs|!teu;w=another place] along the corridor.",
        "{{as-of:2025-01-16}}The corridor now reaches [555 ports|ports] in [127 countries and regions|ctry], [65 ports|!ports;w=a change] more than a year earlier.",
        "Trains have carried [1,250 kinds of goods|!ports,ctry;w=kinds of goods] since 2017.",
    ], lang="en", layout="english", **S)

    add("trap-new-of-year", "2025-01-23", "中新互联互通项目2024年成果", [
        "{{2024}}2024年，中新互联互通项目新签约项目[20个|!cp,cf;w=new ones]，其中政府和商业合作项目[12个|!cp;w=new ones]、金额[3.1亿美元|cpp]；金融服务项目[8个|!cf;w=new ones]、金额[21.4亿美元|cfp]。",
        "{{as-of:2024-12-31}}截至2024年底，累计签约政府和商业合作项目[318个|cp]、总金额[263.9亿美元|cpv]，金融服务项目[347个|cf]、总金额[366.2亿美元|cfv]。",
    ], layout="trs", **S)

    add("trap-fair", "2025-05-26", "西洽会观察：展会上的“国际范”", [
        "本届西洽会吸引来自38个国家和地区的客商，[120家|!f500;w=guests of a fair]世界500强企业参会，[16个|!fc;w=guests of a fair]国际友好城市派出代表团。",
        "开幕式上，世界500强企业[45家|!f500;w=guests of a fair]负责人发言，[9家|!cons;w=guests of a fair]总领事馆官员出席。",
    ], layout="article", **S)

    add("trap-lead-line", "2025-01-27", "2024年重庆外贸亮点", [
        "{{2024}}2024年，重庆外贸进出口[7154.2亿元|tt]，同比增长[0.2%|g]。",
        "民营企业活力增强。",
        "进出口[3241.6亿元|!tt;w=private firms]，增长[6.3%|!tt;w=private firms]，占比[45.3%|!tt,ht;w=a share]。",
        "下一步，重庆将力争外贸稳中有进。",
        "出口达到[5000亿元|!ex;w=a plan without a period]，服务贸易达到[1130亿元|!svc;w=a plan without a period]。",
        "有进出口实绩的企业[5124家|!ftze;w=another count]，其中进出口值超过[10亿元|!tt;w=the bound of a class]的企业[86家|!ftze;w=another count]。",
    ], layout="hanweb", **S)

    add("trap-en-bounds", "2025-01-24", "Who trades in Chongqing", [
        "{{2024}}In 2024, [4,500 private companies|!ftze,f500;w=another count] in Chongqing had foreign trade worth [324.16 billion yuan|!tt;w=private firms].",
        "Companies with foreign trade of over [1 billion yuan|!tt;w=the bound of a class] numbered 86.",
        "Over the past five years, Chongqing's exports grew by [8 percent|!ex;w=many years] and its imports by [5 percent|!im;w=many years].",
        "Chongqing's goods trade was [715.42 billion yuan|?tt], of which cargo by rail made up [3.4 percent|!tt,ht;w=a share].",
    ], lang="en", layout="english", **S)

    add("trap-en-goods", "2025-01-19", "Corridor carries more of Chongqing's goods", [
        "{{2024}}In 2024, Chongqing moved [251,800 TEUs|teu] via the New International Land-Sea Trade Corridor, up [41 percent|g].",
        "Chongqing's imports and exports of goods totalled [715.42 billion yuan|tt&!val;w=all trade] in 2024.",
    ], lang="en", layout="english", **S)

    add("trap-ftz-since", "2025-01-26", "重庆自贸试验区2024年运行情况", [
        "{{2024}}2024年，重庆自贸试验区累计新设企业[8.3万户|!ftze;w=since the zone began]，较上年底增长[17%|!ftze;w=since the zone began]。",
        "{{as-of:2024-12-31}}截至2024年底，重庆自贸试验区累计形成重点制度创新成果[158项|ftz]。",
    ], layout="trs", **S)

    # The kinds of two documents of the part kept apart, in other words: a part of what is counted, and single firms.
    add("trap-fortune-parts", "2024-06-12", "重庆引资动态", [
        "{{as-of:2024-06-05}}截至6月5日，两江新区集聚企业12.3万户，其中外资世界500强[148家|!f500;w=foreign ones only]。全市世界500强企业达[319家|f500]。",
        "从来源看，外商投资的世界500强[198家|!f500;w=foreign ones only]，中资的世界500强[121家|!f500;w=domestic ones only]。",
    ], layout="trs", **S)

    add("trap-corridor-firms", "2024-07-18", "上半年重庆通道运行有亮点", [
        "{{2024-H1}}上半年，重庆经西部陆海新通道运输[11.6万标箱|teu]，同比增长[31%|g]。",
        "多家车企、药企参与通道建设，企业货运量同比增长均超[50%|!volg,teu;w=single firms]，两家汽车企业通道发运量增长[1.2倍|!volg,teu;v=120;w=single firms]，新能源汽车货运量增长[62%|!volg,teu;w=one kind of goods]。",
    ], layout="hanweb", **S)
