"""Part kept apart: reports over many themes, foreign scopes, missing dates, archives, rare encodings."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg
from corpus import Doc

Y = "100000000"
W = "10000"


def add(part):
    add = part.add
    add("no-date-page", "", "今年以来开放型经济回顾", [
        "今年1—8月，全市进出口[4720.3亿元|!tt;w=relative period without a date]，增长[0.4%|!tt;w=relative period without a date]；8月，进出口[612.4亿元|!tt;w=relative period without a date]。",
        "去年全市实际使用外资[10.54亿美元|!fdi;w=relative period without a date]。",
        "目前已有国际友好城市[55个|!fc;w=no date]。",
    ], layout="bare", tier="synthetic", forbid=[("tt", "*", "", "no date"), ("fdi", "*", "", "no date")])

    add("people-congress-2026", "2026-01-22", "代表委员点赞2025年开放成绩单", [
        "{{2025}}2025年，全市外贸进出口总值[8006.8亿元|tt]、增长[12%|g]，出口、进口分别为[5587.3亿元|ex]和[2419.5亿元|im]；西部陆海新通道方面，重庆经通道运输箱量[32.77万标箱|teu]、增长[30%|g]，货值[583.12亿元|val]、增长[25%|g]。",
        "{{as-of:2025-12-31}}到2025年底，落户世界500强企业[331家|f500]，外国总领事馆[15家|cons]，国际友好城市[58个|fc]，自贸试验区重点制度创新成果累计[165项|ftz]、全国复制推广[10项|ftzn]。",
        "{{2025}}全年跨境人民币结算量[4712.6亿元|rmb]，港口货物吞吐量[2.38亿吨|port]，口岸出入境人员[236.8万人次|pers]。",
        "“十五五”时期，要力争外贸进出口迈上[1.1万亿元|t:tt;p=2027]台阶，2026年增长[5%|!tt;w=a target]以上，中新项目年度跨境融资保持[10亿美元|!cfa;w=a goal]以上。",
    ], layout="nested", tier="synthetic", source="示范时报")

    add("other-city-xian", "2025-01-20", "西安2024年开放指标", [
        "2024年，西安市进出口总值[4041.1亿元|!tt;w=another city]，增长[12.2%|!tt;w=another city]，出口[2566.0亿元|!ex;w=another city]。",
        "中欧班列（西安）开行[4985列|!trains,xtr;w=another train]；实际使用外资[9.8亿美元|!fdi;w=another city]。",
        "与重庆、成都相比，国际（地区）航线[74条|!air;w=another city]仍有差距。",
    ], layout="column", tier="synthetic", source="示范西安")

    add("twin-cities", "2025-02-08", "成渝地区双城经济圈开放合作", [
        "2024年，成渝地区双城经济圈实现进出口[17305.6亿元|!tt;w=the twin cities' region]，增长[5.2%|!tt;w=the twin cities' region]；两地共同运营的国际（地区）航线[243条|!air;w=two places]。",
        "川渝自贸试验区协同开放示范区形成创新成果[38项|!ftz;w=two places]。",
        "{{2024}}其中，重庆市进出口[7154.2亿元|tt]，四川省进出口[10457.2亿元|!tt;w=another province]。",
        "地区生产总值[8.7万亿元|!gdp;w=the twin cities' region]，占全国的[6.5%|!gdp;w=a share]。",
    ], layout="trs", tier="synthetic", source="示范办公室")

    add("en-national-2024", "2025-01-13", "China's foreign trade hits record high in 2024", [
        "China's total goods imports and exports reached [43.85 trillion yuan|!tt;w=national] in 2024, up [5 percent|!tt;w=national]. Exports were [25.45 trillion yuan|!ex;w=national] and imports [18.39 trillion yuan|!im;w=national].",
        "The western region recorded [3.96 trillion yuan|!tt;w=the west].",
        "{{2024}}Chongqing's foreign trade stood at [715.42 billion yuan|tt].",
    ], layout="article", lang="en", tier="synthetic")

    add("district-liangjiang", "2025-03-05", "两江新区2024年开放平台数据", [
        "两江新区进出口总额[2590亿元|!tt;w=a district]，占全市[36.2%|!tt,ht;w=a share]。新区实际使用外资[3.4亿美元|!fdi;w=a district]，世界500强企业[179家|!f500;w=a district]。",
        "果园港货物吞吐量[3126万吨|!port;w=one port]，铁水联运班列[1120列|!trains,xtr;w=one place]。",
    ], layout="br_text", tier="synthetic", source="两江示范")

    add("archive-2025-06", "2025-07-25", "2025年上半年数据包", [], media="zip", tier="synthetic", members=[
        ("正文.docx", Doc("a", "2025-07-25", "2025年上半年重庆对外开放情况", [
            "{{2025-H1}}2025年上半年，重庆经西部陆海新通道运输[15.96万标箱|teu]，同比增长[33.0%|g]，货值[283.7亿元|val]，同比增长[27.5%|g]。"], media="docx")),
        ("附件1.csv", Doc("b", "2025-07-25", "", [
            T([["指标", "2025年1-6月", "同比增长%"], ["货物进出口（亿元）", lv("3741.5", "tt", "2025-H1", Y), gr("7.1", "tt", "2025-H1")],
               ["出口（亿元）", lv("2578.6", "ex", "2025-H1", Y), gr("10.1", "ex", "2025-H1")], ["进口（亿元）", lv("1162.9", "im", "2025-H1", Y), gr("1.2", "im", "2025-H1")]],
              caption="重庆市外贸主要指标")], media="csv", charset="gb18030")),
    ])

    add("gbk-text-2022", "2022-10-25", "重庆市前三季度外贸统计", [
        "一、{{2022-01..2022-09}}前三季度重庆进出口[6259.5亿元|tt]，增长[8.5%|g]；",
        "二、出口[4074.5亿元|ex]，增长[11.5%|g]；",
        "三、进口[2185.0亿元|im]，增长[3.3%|g]；",
        "四、同期四川进出口[7455.4亿元|!tt;w=another province]，增长[13.1%|!tt;w=another province]。",
    ], media="text", charset="gbk", gap=1, tier="synthetic")

    add("pdf-euc-2025", "2025-04-22", "重庆一季度商务数据", [
        "{{2025-Q1}}一季度，全市外贸进出口[1755.3亿元|tt]，同比增长[2.6%|g]；实际使用外资[2.04亿美元|fdi]，增长[10.5%|g]；服务进出口[271.8亿元|svc]，增长[13.3%|g]。",
        "3月，外贸进出口[657.0亿元|tt;p=2025-03]，增长[4.0%|g;p=2025-03]。",
        "{{as-of:2025-03-31}}截至3月底，落户重庆世界500强企业[327家|f500]。",
    ], media="pdf", euc=True, tier="synthetic", byline=["示范商务委　2025年4月22日"])

    add("pdf-hant-2025", "2025-10-28", "重慶開放型經濟簡訊", [
        "{{2025-01..2025-09}}前三季度，重慶經西部陸海新通道運輸[24.37萬標箱|teu]，同比增長[31%|g]，貨值[438.6億元|val]，增長[25%|g]。",
        "全市外貿進出口[5837.6億元|tt]，增長[9.7%|g]。9月，外貿進出口[718.4億元|tt;p=2025-09]。",
        "前三季度，全國外貿進出口[33.61萬億元|!tt;w=national]，增長[4%|!tt;w=national]。",
    ], media="pdf", lang="zh-Hant", tier="synthetic", size=13, furniture="重慶開放型經濟簡訊　第9期", byline=["2025年10月28日"])

    add("en-pdf-2025", "2025-10-30", "Chongqing External Economy Brief, Q1-Q3 2025", [
        "{{2025-01..2025-09}}In the first three quarters of 2025, Chongqing's goods trade totalled [583.76 billion yuan|tt], an increase of [9.7%|g]. Exports reached [403.69 billion yuan|ex] (up [12.1%|g]) and imports [180.07 billion yuan|im] (up [4.6%|g]).",
        "Automobile exports rose by [14.8%|auto]. The share of high-tech products in exports was [61.7%|ht].",
        "Foreign trade in the third quarter came to [209.61 billion yuan|tt;p=2025-Q3].",
        "By 2027, Chongqing strives to reach [1.1 trillion yuan|t:tt;p=2027] in foreign trade.",
    ], media="pdf", lang="en", tier="synthetic", byline=["October 30, 2025"], furniture="External Economy Brief")

    add("correction-2024", "2024-05-08", "更正：一季度服务贸易数据", [
        "本网4月22日刊发的消息中，全市服务进出口“[298.1亿元|!svc;w=withdrawn by this correction]”有误，应为：{{2024-Q1}}2024年一季度，全市服务进出口[239.8亿元|svc]，同比增长[14.0%|g]。",
    ], layout="bare", tier="synthetic")

    add("xlsx-monitor-2025", "2025-11-21", "开放高地建设监测表（2025年1—10月）", [
        T([["类别", "指标", "单位", "1—10月", "同比（%）", "2027年目标"],
           ["通道", "重庆经西部陆海新通道运输箱量", "万标箱", lv("27.26", "teu", "2025-01..2025-10", W), gr("30.2", "teu", "2025-01..2025-10"), "—"],
           ["通道", "重庆经西部陆海新通道运输货值", "亿元", lv("487.5", "val", "2025-01..2025-10", Y), gr("24.6", "val", "2025-01..2025-10"), "—"],
           ["通道", "港口货物吞吐量", "万吨", lv("19620", "port", "2025-01..2025-10", W), gr("3.6", "port", "2025-01..2025-10"), "[27000|t:port;p=2027;x=10000]"],
           ["经济", "货物进出口总额", "亿元", lv("6560.1", "tt", "2025-01..2025-10", Y), gr("11.5", "tt", "2025-01..2025-10"), "[11000|t:tt;p=2027;x=100000000]"],
           ["经济", "服务进出口总额", "亿元", lv("946.2", "svc", "2025-01..2025-10", Y), gr("12.8", "svc", "2025-01..2025-10"), "[1600|t:svc;p=2027;x=100000000]"],
           ["营商", "跨境人民币结算量", "亿元", lv("3903.4", "rmb", "2025-01..2025-10", Y), gr("19.1", "rmb", "2025-01..2025-10"), "[3300|t:rmb;p=2027;x=100000000]"],
           ["营商", "出入境人员", "万人次", lv("193.5", "pers", "2025-01..2025-10", W), gr("30.4", "pers", "2025-01..2025-10"), "[500|t:pers;p=2027;x=10000]"]])],
        media="xlsx", tier="synthetic")
