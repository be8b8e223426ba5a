"""Development part: the corridor, trains, ports, air routes, persons."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg

Y = "100000000"
W = "10000"


def add(part):
    add = part.add
    add("corridor-2024-h1", "2024-08-04", "西部陆海新通道五年成绩单", [
        "{{2024-H1}}市政府口岸物流办介绍，今年上半年，重庆经西部陆海新通道运输货物[12万标箱|teu]，同比增长[54%|g]；货值[232亿元|val]，同比增长[89%|g]。",
        "从全线看，截至8月2日，今年西部陆海新通道铁海联运班列发送货物已突破[50万标箱|!teu;w=the whole corridor]，5年累计超过[310万标箱|!teu;w=the whole corridor, five years]。",
        "{{pub}}目前，通道物流网络已通达全球[124个国家和地区|ctry]的[523个港口|ports]，而五年前只有[166个港口|?ports;p=as-of:2019-08-04]。",
        "三种组织方式中，铁海联运班列运输[8.1万标箱|!teu;w=one mode]，跨境公路班车[2.4万标箱|!teu;w=one mode]，国际铁路联运[1.5万标箱|!teu;w=one mode]。",
    ], layout="nested", tier="2", source="示范新闻网", related=["西部陆海新通道一季度全线运输[16.99万标箱|!teu;w=related link, whole corridor]"])

    add("corridor-2024-q1-all", "2024-05-24", "西部陆海新通道沿线省区市一季度运行简报", [
        "一季度，沿线“13+2”省区市经西部陆海新通道运输货物[16.99万标箱|!teu;w=the whole corridor]，同比增长[26%|!teu,volg;w=the whole corridor]，货值[138亿元|!val;w=the whole corridor]，增长[31%|!val,valg;w=the whole corridor]。",
        "其中，广西发运[4.2万标箱|!teu;w=another region]，四川[3.6万标箱|!teu;w=another province]。",
        "全线铁海联运班列开行[2316列|!trains,xtr;w=the whole corridor]。",
    ], layout="ucap", tier="3", source="示范运营公司")

    add("en-corridor-2025", "2026-01-09", "Chongqing sees cargo surge via New International Land-Sea Trade Corridor in 2025", [
        "{{2025}}A total of [327,700 TEUs|teu] of cargo were transported through Chongqing via the New International Land-Sea Trade Corridor in 2025, a year-on-year increase of [30 percent|g], the municipal port and logistics office said.",
        "The goods were worth over [58.31 billion yuan|val>] (about [8.3 billion|!val;w=dollar equivalent] U.S. dollars), up [25 percent|g].",
        "{{pub}}The corridor now reaches [584 ports|ports] in [127 countries and regions|ctry] around the world.",
    ], layout="english", lang="en", tier="2", source="Example Agency")

    add("en-corridor-2025-machine", "2026-01-12", "2025: Chongqing Sees 30% Increase in Container Volume via Western Land-Sea New Corridor", [
        "{{2025}}In 2025, the cargo carried from Chongqing by the three main modes of the corridor reached [327,700 TEUs|teu] (twenty-foot equivalent units), an increase of [30%|g]. The total value of the goods amounted to [583.12 hundred million yuan|?val;v=58312000000], a [25%|g:val] increase.",
        "Rail-sea intermodal trains carried [214,000 TEUs|!teu;w=one mode] of it.",
        "{{pub}}To date the network has expanded to [584 ports|ports] in [127 countries and regions|ctry], with more than 1,300 kinds of products.",
    ], layout="bare", lang="en", tier="3", forbid=[("val", "583120000000", "", "ten times too much: hundred million is 亿")])

    add("en-corridor-2022", "2023-01-14", "Land-sea trade corridor boosts Chongqing's freight", [
        "{{2022}}The municipality shipped [148,000 TEUs|teu] via the corridor last year, [32 percent|g] more than in the year before, and the cargo value rose [34 percent|g:val] to [25.12 billion yuan|val], local authorities said.",
        "{{as-of:2022-12-31}}By the end of 2022, the logistics network of the corridor had covered [393 ports|ports] in [119 countries and regions|ctry].",
        "The corridor as a whole handled [756,000 TEUs|!teu;w=the whole corridor] by rail-sea trains, up [18.5 percent|!teu,volg;w=the whole corridor].",
    ], layout="magazine", lang="en", tier="2")

    add("corridor-2021", "2022-03-11", "西部陆海新通道：2021年重庆运量创新高", [
        "{{2021}}2021年，重庆经西部陆海新通道三种物流组织方式共运输[11.2万标箱|teu]（其中铁海联运班列[8.3万标箱|!teu;w=one mode]、跨境公路班车[1.7万标箱|!teu;w=one mode]、国际铁路联运[1.2万标箱|!teu;w=one mode]），同比增长[54%|g]，超年度目标[2.6倍|!teu,volg;w=against a goal]。",
        "{{as-of:2021-12-31}}截至2021年底，通道辐射范围拓展至全球[107个国家（地区）|ctry]的[315个港口|ports]。",
        "全年陆海新通道班列（重庆）开行[2036班|!xtr;w=one year, another train]，增长[53%|!trains;w=another train]。",
    ], layout="hanweb", tier="2", source="示范通道网")

    add("corridor-2025-02-open", "2025-03-10", "前两月西部陆海新通道运量增长", [
        "今年1—2月，经西部陆海新通道三种运输组织方式共运输[3.76万标箱|?teu;p=2025-01..2025-02]，同比增长[29%|?g;p=2025-01..2025-02]。",
        "此外，1月单月班列恢复加密，2月27日当天发车12列。",
    ], layout="br_text", tier="2", source="示范生活")

    add("corridor-2025-02", "2025-03-11", "重庆：前两月经西部陆海新通道运输3.76万标箱", [
        "{{2025-01..2025-02}}1至2月，重庆市经西部陆海新通道共运输货物[3.76万标箱|teu]，同比增长[29%|g]；货值[71.5亿元|val]，同比增长[12.4%|g]。",
        "2月，重庆经通道运输[1.71万标箱|teu;p=2025-02]。",
    ], layout="article", tier="synthetic")

    add("corridor-2024-growth", "2025-01-19", "重慶：2025年聚力打造內陸開放國際合作引領區", [
        "{{2024}}回顧2024年，西部陸海新通道建設提質增效。{{as-of:2024-12-31}}截至2024年底，通達[127個國家和地區|ctry]的[555個港口|ports]。",
        "{{2024}}2024年，重慶經通道貨運量、貨運值分別同比增長[41%|volg]、[67%|valg]；實際使用外資同比增長[5.3%|fdig]，新設外資企業[792家|!ftze,f500;w=new foreign firms]。",
        "2025年，全市進出口總額力爭達到[7300億元|t:tt;p=2025]以上，重慶經通道貨運量力爭增長[15%|t:volg;p=2025]左右。",
    ], layout="layout_table", lang="zh-Hant", tier="3", source="示範通訊社")

    add("corridor-2023-h1", "2023-09-28", "通道跑出加速度", [
        "{{2023-H1}}据统计，1至6月，重庆经西部陆海新通道铁海联运、跨境公路、国际铁路联运三种主要运输组织方式共运输货物[7.8万标准箱|teu]，同比增长[36%|g]。",
        "同期西部陆海新通道全线发送货物同比增长[10.5%|!teu,volg;w=the whole corridor]。",
    ], layout="shtml", tier="2", source="示范早报")

    add("en-corridor-2020-11", "2020-12-24", "Land-sea freight from Chongqing up in first 11 months", [
        "{{2020-01..2020-11}}A total of [64,013 TEUs|teu] of cargo were transported via the corridor from Chongqing in the first 11 months of the year, a year-on-year increase of [41.6 percent|g].",
        "The cargo was worth in excess of [12 billion yuan|val>] (about [1.84 billion|!val;w=dollar equivalent] U.S. dollars), a surge of [32.9 percent|g].",
        "By the end of November, [150,901 TEUs|!teu;w=since the opening in 2017] with a total value of [27.84 billion yuan|!val;w=since the opening in 2017] had been transported since it opened in September 2017.",
        "{{pub}}The corridor's destinations have grown to [250 ports|ports] in [96 countries and regions|ctry].",
    ], layout="english", lang="en", tier="2", source="Example Agency")

    add("pdf-corridor-2025-08", "2025-09-30", "重庆口岸物流运行月报", [
        H("一、西部陆海新通道"),
        "{{2025-01..2025-08}}1—8月，重庆经西部陆海新通道运输货物[21.58万标箱|teu]，同比增长[30%|g]，货值[392.91亿元|val]，同比增长[26%|g]。8月当月，运输[2.83万标箱|teu;p=2025-08]，同比增长[24%|g;p=2025-08]。",
        H("二、港口"),
        "1—8月，全市港口货物吞吐量[15236万吨|port]，同比增长[3.9%|g]；集装箱吞吐量[96.4万标箱|!teu;w=port containers]，增长[5.1%|!teu,volg;w=port containers]。",
        H("三、口岸人员"),
        "1—8月，全市口岸出入境人员[138.6万人次|pers]，同比增长[33.2%|g]，其中外籍人员[31.7万人次|!pers;w=foreigners only]。",
    ], media="pdf", tier="synthetic", furniture="内部资料　请勿外传　2025年第8期", byline=["重庆口岸物流示范办公室", "2025年9月30日"])

    add("docx-trains-2024", "2025-01-24", "2024年重庆开放通道建设情况", [
        "{{2024}}2024年，全市铁海联运班列和中欧班列（成渝）合计开行[6128列|trains]，同比增长[11.3%|g]；其中，西部陆海新通道铁海联运班列[3520列|!trains,xtr;w=a part]，中欧班列（成渝）重庆段[2608列|!trains,xtr;w=a part]。",
        "{{as-of:2024-12-31}}截至2024年底，中欧班列（成渝）累计开行超[3.6万列|xtr>]，通达欧亚116个城市。",
        "{{2024}}全年重庆经西部陆海新通道运输[25.18万标箱|teu]，增长[41%|g]，货值[467亿元|val]，增长[67%|g]。",
        T([["指标", "2024年", "2023年"],
           ["港口货物吞吐量（万吨）", lv("23140", "port", "2024", W), lv("22160", "port", "2023", W)],
           ["出入境人员（万人次）", lv("212.4", "pers", "2024", W), lv("80.6", "pers", "2023", W)],
           ["铁路货运量（万吨）", no("2290", "port", "rail freight", W), no("2134", "port", "rail freight", W)]],
          caption="主要运输指标"),
        "2025年，力争铁海联运班列和中欧班列（成渝）开行[6500列|t:trains;p=2025]，港口货物吞吐量达到[2.4亿吨|t:port;p=2025]。",
    ], media="docx", tier="synthetic", byline=["重庆示范口岸物流办", "2025年1月24日"])

    add("china-europe-20000", "2022-07-02", "成渝两地中欧班列累计开行突破2万列", [
        "6月30日，两列班列分别驶出重庆、成都，两地中欧班列累计开行量突破[2万列|?xtr>;p=as-of:2022-06-30]，约占全国开行总量的[40%|!xtr,trains;w=a share]。",
        "2021年，中欧班列（成渝）开行超[4800列|!xtr,trains;w=one year of one train]，占全国的[30%|!xtr,trains;w=a share]，运输货值超[2000亿元|!val;w=another train]。",
        "班列带动四川、重庆对沿线国家进出口分别增长[20.4%|!tt;w=a part of trade]、[26%|!tt;w=a part of trade]。",
    ], layout="trs", tier="2", source="示范日报")

    add("corridor-network", "2024-04-16", "新通道“朋友圈”持续扩大", [
        "{{pub}}目前，以重庆为运营中心的西部陆海新通道已辐射国内[18个省区市|prov]、[73个城市|city]、[157个铁路站点|stn]，通达全球[120个国家和地区|ctry]的[490个港口|ports]。",
        "2023年，通道货值同比增长[16%|?valg;p=2023]。",
        "到2027年，通道将联通全球[600个港口|t:ports;p=as-of:2027-12-31]。",
    ], layout="trs_word", tier="synthetic", source="示范发改委")

    add("table-corridor-network", "2025-02-20", "西部陆海新通道网络拓展情况表", [
        T([["时间", "通达国家和地区（个）", "通达港口（个）"],
           ["2018年底", lv("71", "ctry", "as-of:2018-12-31"), lv("155", "ports", "as-of:2018-12-31")],
           ["2021年底", lv("107", "ctry", "as-of:2021-12-31"), lv("315", "ports", "as-of:2021-12-31")],
           ["2022年底", lv("119", "ctry", "as-of:2022-12-31"), lv("393", "ports", "as-of:2022-12-31")],
           ["2023年9月底", lv("120", "ctry", "as-of:2023-09-30"), lv("473", "ports", "as-of:2023-09-30")],
           ["2024年底", lv("127", "ctry", "as-of:2024-12-31"), lv("555", "ports", "as-of:2024-12-31")]],
          caption="西部陆海新通道通达国家和港口数")],
        media="xlsx", tier="2")

    add("air-routes-2022", "2023-01-20", "重庆机场国际航线网络", [
        "{{as-of:2022-12-31}}截至2022年底，重庆江北国际机场累计开通国际（地区）航线[109条|air]。",
        "今年春运首周，机场运送旅客86.3万人次；国内航线[203条|!air;w=domestic routes]。",
        "规划到2027年，国际（地区）航线达到[120条|t:air;p=as-of:2027-12-31]。",
    ], layout="column", tier="2", source="示范机场集团")

    add("border-2024-q1", "2024-04-20", "一季度重庆口岸出入境人员超38万", [
        "{{2024-Q1}}重庆边检总站统计，一季度累计查验出入境人员[38.4万人次|pers]，航班3200余架次，同比分别增长[287%|g:pers]、[158%|!pers;w=flights]。",
        "其中入境外籍人员近[3万人次|!pers;w=foreigners only]，是去年同期的[6倍|!pers;w=a multiple of a part]；[1.2万|!pers;w=visa-free only]余人次为免签入境。",
        "经机场口岸出入境的内地居民达[28万人次|!pers;w=residents only]。",
    ], layout="br_text", tier="2", source="示范晚报")

    add("border-2024-h1", "2024-07-02", "上半年重庆边检查验出入境人员超82万人次", [
        "{{2024-H1}}今年上半年，重庆边检总站共查验出入境人员[82万余人次|pers>]，是去年同期的[2.7倍|!pers;w=a multiple, not a growth]；查验航班7000余架次，是去年同期的2倍。",
        "查验入出境外籍人员[15万|!pers;w=foreigners only]余人次，是去年同期的4.9倍。",
        "经重庆机场口岸出入境的内地居民达[54万|!pers;w=residents only]余人次。",
    ], layout="nested", tier="2")

    add("border-2025-11", "2025-11-22", "重庆江北机场口岸出入境旅客破200万人次", [
        "截至11月18日，今年重庆江北机场口岸出入境旅客流量突破[200万人次|!pers;p=2025;w=a threshold, part of a year]，同比增长[30%|!pers;p=2025;w=part of a year]。",
        "其中港澳台居民和外国游客[89.3万|!pers;w=a part]余人次，占比[44.5%|!pers;w=a share]，在全国4000万级以上机场中排第2位。",
        "2024年同期为[154万人次|!pers;p=2024;w=part of a year]。",
    ], layout="trs", tier="1", source="示范政府网")
