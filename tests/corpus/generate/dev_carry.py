"""Development part: periods, scopes and subjects that one sentence, line or section takes from another."""

from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL
from cells import gr, lv, no, opt, optg


def add(part):
    add = part.add
    S = {"tier": "synthetic"}

    add("carry-lines-zh", "2020-10-23", "逐季攀升 重庆外贸增势稳", [
        "{{2020-01..2020-09}}记者从重庆海关获悉，今年前三季度，重庆外贸进出口总值[4613.9亿元|tt]，较去年同期（下同）增长[11.4%|g]。其中，出口[2910.1亿元|ex]，增长[10.3%|g]；进口[1703.8亿元|im]，增长[13.3%|g]。",
        "分季度看，一季度进出口下降[14.2%|?g-:tt;p=2020-Q1]，二季度增长[20.7%|?g:tt;p=2020-Q2]，三季度增幅扩大到[25.7%|?g:tt;p=2020-Q3]。",
        "前三季度，对东盟进出口[835.9亿元|!tt;w=one partner]，增长[6%|!tt;w=one partner]，占同期全市外贸总值的[18.1%|!tt,ht;w=a share]。",
    ], layout="trs", **S)

    add("carry-month-beside", "2021-09-17", "前8个月重庆外贸增长近三成", [
        "{{2021-01..2021-08}}前8个月，重庆外贸进出口总值[5076.8亿元|tt]，同比（下同）增长[29.4%|g]，高于同期全国总体增速[5.7个百分点|!tt;w=compared]。",
        "其中，出口[3200.8亿元|ex]，增长[28.9%|g]；进口[1876亿元|im]，增长[30.1%|g]。",
        "{{2021-08}}8月份，重庆外贸进出口总值达[651.6亿元|tt]，同比增长[16%|g]。其中，出口[437.3亿元|ex]，增长[16.3%|g]；进口[214.3亿元|im]，增长[15.4%|g]。",
    ], layout="br_text", **S)

    add("carry-sections", "2024-07-22", "重庆开放型经济上半年运行简况", [
        "{{2024-H1}}上半年，面对复杂形势，全市货物进出口[3459.8亿元|tt]，同比增长[0.1%|g]。",
        H("一、货物贸易"),
        "出口[2310.6亿元|ex]，增长[2.7%|g]；进口[1149.2亿元|im]，下降[4.8%|g-]。",
        H("二、服务贸易"),
        "服务进出口[478.3亿元|svc]，增长[8.6%|g]。",
        H("三、利用外资"),
        "实际使用外资[3.62亿美元|fdi]，同比下降[5.1%|g-]。",
        H("四、跨境人民币"),
        "跨境人民币结算量[1869.2亿元|rmb]，同比增长[29.6%|g]。",
    ], layout="hanweb", **S)

    add("carry-again", "2024-09-12", "8月重庆口岸运行数据", [
        "{{2024-08}}8月份，全市港口货物吞吐量完成[1968.5万吨|port]，同比增长[5.2%|g]；{{2024-01..2024-08}}1—8月累计完成[15388.2万吨|port]，同比增长[4.3%|g]。",
        "{{2024-08}}当月，重庆经西部陆海新通道运输[2.18万标箱|teu]，增长[39.2%|g]；{{2024-01..2024-08}}1—8月运输[16.4万标箱|teu]，增长[46.1%|g]。",
    ], layout="ucap", **S)

    add("carry-year-again", "2025-01-20", "重庆外贸近三年数据", [
        "{{2024}}2024年，全市外贸进出口[7154.2亿元|tt]，{{2023}}2023年为[7137.4亿元|tt]，{{2022}}2022年为[8158.4亿元|tt]。",
        "{{2024}}2024年，跨境人民币结算量达[4000.6亿元|rmb]，{{2023}}2023年为[2905.3亿元|rmb]。",
        "{{2024-12}}2024年12月，重庆进出口[643.1亿元|tt]；四川同月进出口[921.4亿元|!tt;w=another province]。",
    ], layout="article", **S)

    add("carry-title-other", "2025-01-18", "2024年12月重庆外贸数据", [
        "{{2024}}2024年，重庆进出口[7154.2亿元|tt]，增长[0.2%|g]。",
        "一般贸易进出口[2741.6亿元|!tt;w=one way of trade]；加工贸易进出口[3262.9亿元|!tt;w=one way of trade]。",
        "出口[4851.6亿元|?ex]，进口[2302.6亿元|?im]。",
    ], layout="shtml", forbid=[("ex", "485160000000", "2024-12", "the year's, not the month's"), ("im", "230260000000", "2024-12", "the year's, not the month's")], **S)

    add("carry-plan-between", "2025-02-10", "重庆市商务工作会议召开", [
        "{{2024}}2024年，全市实际使用外资[14.5亿美元|fdi]，增长[5.3%|g]；服务进出口[1021.6亿元|svc]，增长[10.2%|g]。",
        "2025年，力争实际使用外资增长[6%|!fdi,fdig;w=a target]，服务进出口达到[1130亿元|t:svc;p=2025]。",
        "跨境人民币结算量达到[4200亿元|!rmb;w=a plan, no period of its own]。",
    ], layout="trs", **S)

    add("carry-en", "2021-07-19", "Chongqing's foreign trade grows over 37 pct in H1", [
        "{{2021-H1}}Chongqing Municipality saw its foreign trade total about [376.6 billion yuan|tt~] (about [58 billion U.S. dollars|!tt;w=dollar equivalent]) in the first half (H1) of this year, customs data showed.",
        "Its exports surged [37.7 percent|g:ex] to [232.1 billion yuan|ex], while imports reached approximately [144.5 billion yuan|im~], up [37.5 percent|g] year on year.",
        "The city's private businesses posted imports and exports of [162.7 billion yuan|!tt;w=private firms], up [78.8 percent|!tt;w=private firms].",
    ], lang="en", layout="english", **S)

    add("carry-en-of-the-total", "2022-08-18", "Chongqing's foreign trade grows 12.3 pct in Jan.-July", [
        "{{2022-01..2022-07}}Southwest China's Chongqing Municipality saw its foreign trade reach [496.76 billion yuan|tt] (about [73.3 billion U.S. dollars|!tt;w=dollar equivalent]) in the first seven months of 2022, marking a year-on-year increase of [12.3 percent|g], according to customs.",
        "Of the total foreign trade volume, exports rose [17.5 percent|g:ex] year on year to [324.48 billion yuan|ex], and imports gained [3.6 percent|g:im] to hit [172.28 billion yuan|im].",
        "From January to July, the import and export of foreign-invested enterprises in Chongqing reached [233.41 billion yuan|!tt;w=foreign firms], up [11.9 percent|!tt;w=foreign firms].",
        "During the period, foreign trade with ASEAN went up [5.8 percent|!tt;w=one partner].",
    ], lang="en", layout="english", **S)

    add("carry-en-month", "2021-09-20", "Chongqing trade up 29.4% in Jan-Aug", [
        "{{2021-01..2021-08}}The foreign trade of Southwest China's Chongqing municipality totaled [507.68 billion yuan|tt] (about [$78.53 billion|!tt;w=dollar equivalent]) from January to August, up [29.4 percent|g] year-on-year, customs data showed.",
        "Chongqing's exports surged [28.9 percent|g:ex] to [320.08 billion yuan|ex] during the period, while its imports increased to [187.6 billion yuan|im], up [30.1 percent|g] year-on-year. {{2021-08}}In August alone, the city's foreign trade value came in at [65.16 billion yuan|tt], up [16 percent|g] year-on-year.",
        "ASEAN, the European Union and the United States remained its major partners, with their import and export values respectively reaching [80.43 billion yuan|!tt;w=one partner], [80.24 billion yuan|!tt;w=one partner] and [75.2 billion yuan|!tt;w=one partner].",
    ], lang="en", layout="english", **S)

    add("carry-en-growth-first", "2020-10-22", "Chongqing sees robust foreign-trade growth", [
        "{{2020-01..2020-09}}Chongqing saw its foreign trade increase by [11.4 percent|g:tt] year-on-year to nearly [461.4 billion yuan|tt<] in the first three quarters of this year, customs data showed.",
        "Chongqing's exports reached [291 billion yuan|ex] during the period, a year-on-year increase of [10.3 percent|g], while imports achieved annual growth of [13.3 percent|g:im] to about [170.4 billion yuan|im~].",
        "{{2020-09}}In September alone, Chongqing's foreign trade exceeded [63 billion yuan|tt>], up [18.9 percent|g] year-on-year.",
        "In the first three quarters, the city's trade with ASEAN reached [83.59 billion yuan|!tt;w=one partner], accounting for [18.1 percent|!tt,ht;w=a share] of the total.",
    ], lang="en", layout="english", **S)

    add("carry-en-corridor", "2025-01-10", "Chongqing's corridor freight jumps in 2024", [
        "{{2024}}In 2024, Chongqing transported [251,800 twenty-foot equivalent units|teu] of cargo via the New International Land-Sea Trade Corridor, up [41 percent|g] year on year.",
        "The goods were worth [46.7 billion yuan|val], an increase of [67 percent|g].",
        "{{as-of:2025-01-10}}The corridor currently covers [555 ports|ports] in [127 countries and regions|ctry].",
    ], lang="en", layout="english", **S)

    add("carry-en-ftz", "2024-01-15", "Chongqing FTZ marks progress", [
        "{{as-of:2024-01-15}}The Chongqing Pilot Free Trade Zone has formed [152 key institutional innovation achievements|ftz], [seven|ftzn;v=7] of which have been promoted nationwide.",
        "{{2023}}In 2023, [12,400 enterprises|ftze] were newly registered in the Chongqing Pilot Free Trade Zone, up [6.3 percent|g].",
        "{{as-of:2024-01-15}}Twelve countries have set up consulates general in the city.",
    ], lang="en", layout="english", **S)
