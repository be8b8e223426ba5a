"""Development part: the shapes that tables of statistics have, each in the media where it is at home."""

from blocks import Cell, H, Note, Sheet, T
from cells import gr, lv, no

Y = "100000000"
W = "10000"


def add(part):
    add = part.add
    y, h = "2025-01..2025-09", "2024-01..2024-09"

    # Exports and imports have the same parts, and the parts have exports and imports again.
    add("tables-communique", "2025-03-26", "2024年重庆市国民经济和社会发展统计公报（对外经济部分）", [
        H("九、对外经济"),
        "全年货物贸易情况见表9，利用外资情况见表10。",
        T([["指标", "绝对数（亿元）", "比上年增长（%）"],
           ["货物进出口总额", lv("7154.2", "tt", "2024", Y), gr("0.2", "tt", "2024")],
           ["货物出口额", lv("4851.6", "ex", "2024", Y), gr("1.5", "ex", "2024")],
           ["其中：一般贸易", no("1894.8", "tt,ex,im", "one kind of trade", Y), no("5.2", "tt,ex,im", "one kind of trade")],
           ["加工贸易", no("2277.9", "tt,ex,im", "one kind of trade", Y), no("-4.4", "tt,ex,im", "one kind of trade")],
           ["货物进口额", lv("2302.6", "im", "2024", Y), gr("-2.2", "im", "2024")],
           ["其中：一般贸易", no("971.3", "tt,ex,im", "one kind of trade", Y), no("-9.6", "tt,ex,im", "one kind of trade")],
           ["加工贸易", no("718.2", "tt,ex,im", "one kind of trade", Y), no("3.9", "tt,ex,im", "one kind of trade")]],
          caption="表9 2024年货物进出口总额及其增长速度"),
        "分企业性质看，民营企业占比上升。",
        T([["指标", "进出口", "出口", "进口"],
           ["民营企业", no("3229.7", "tt,ex,im", "one kind of enterprise", Y), no("2246.0", "tt,ex,im", "one kind of enterprise", Y), no("983.7", "tt,ex,im", "one kind of enterprise", Y)],
           ["外商投资企业", no("3202.8", "tt,ex,im", "one kind of enterprise", Y), no("2199.4", "tt,ex,im", "one kind of enterprise", Y), no("1003.4", "tt,ex,im", "one kind of enterprise", Y)]],
          caption="表10 2024年各类企业进出口", unit="单位：亿元"),
    ], layout="trs", tier="synthetic", source="示范统计局")

    # A column of units, a month and the months so far, each with its growth behind it.
    add("tables-four-columns", "2025-10-27", "2025年9月重庆开放型经济主要指标", [
        T([["指标名称", "计量单位", "9月", "同比±%", "1-9月", "同比±%"],
           ["进出口总值", "亿元", lv("702.4", "tt", "2025-09", Y), gr("10.1", "tt", "2025-09"), lv("5952.1", "tt", y, Y), gr("12.3", "tt", y)],
           ["其中：出口", "亿元", lv("478.5", "ex", "2025-09", Y), gr("11.9", "ex", "2025-09"), lv("4117.6", "ex", y, Y), gr("15.1", "ex", y)],
           ["进口", "亿元", lv("223.9", "im", "2025-09", Y), gr("6.4", "im", "2025-09"), lv("1834.5", "im", y, Y), gr("6.5", "im", y)],
           ["实际使用外资", "亿美元", lv("0.81", "fdi", "2025-09", Y), gr("4.2", "fdi", "2025-09"), lv("7.26", "fdi", y, Y), gr("6.0", "fdi", y)],
           ["港口货物吞吐量", "万吨", lv("2011.5", "port", "2025-09", W), gr("3.3", "port", "2025-09"), lv("17402.6", "port", y, W), gr("2.9", "port", y)],
           ["出入境人员", "万人次", lv("25.9", "pers", "2025-09", W), gr("24.1", "pers", "2025-09"), lv("214.3", "pers", y, W), gr("33.0", "pers", y)]],
          caption="2025年9月开放型经济主要指标")], layout="hanweb", tier="synthetic", source="示范商务委")

    # The unit and the time stand right of the figure.
    add("tables-unit-right", "2025-02-11", "重庆对外开放数据清单", [
        T([["序号", "指标", "数值", "单位", "数据时间", "来源"],
           ["1", "货物进出口总额", lv("7154.2", "tt", "2024", Y), "亿元", "2024年", "示范海关"],
           ["2", "服务进出口总额", lv("1021.6", "svc", "2024", Y), "亿元", "2024年", "示范商务委"],
           ["3", "国际友好城市", lv("55", "fc", "as-of:2024-12-31"), "个", "截至2024年12月31日", "示范外办"],
           ["4", "落户重庆的世界500强企业", lv("326", "f500", "as-of:2024-12-31"), "家", "截至2024年12月31日", "示范商务委"],
           ["5", "港口货物吞吐量", lv("2.31", "port", "2024", Y), "亿吨", "2024年", "示范交通委"],
           ["6", "全国货物进出口总额", no("438468", "tt", "national", Y), "亿元", "2024年", "国家统计局"],
           ["7", "境外非政府组织代表机构", lv("32", "ngo", "as-of:2024-12-31"), "家", "截至2024年12月31日", "示范公安局"]])],
        layout="ucap", tier="synthetic")

    # Two tables side by side in one.
    add("tables-side-by-side", "2025-08-19", "2025年1—7月重庆数据速览", [
        T([["指标", "1-7月", "增速（%）", "指标", "1-7月", "增速（%）"],
           ["进出口（亿元）", lv("4386.1", "tt", "2025-01..2025-07", Y), gr("6.8", "tt", "2025-01..2025-07"),
            "港口货物吞吐量（万吨）", lv("13312.4", "port", "2025-01..2025-07", W), gr("2.6", "port", "2025-01..2025-07")],
           ["出口（亿元）", lv("3029.7", "ex", "2025-01..2025-07", Y), gr("9.9", "ex", "2025-01..2025-07"),
            "实际使用外资（亿美元）", lv("5.73", "fdi", "2025-01..2025-07", Y), gr("6.9", "fdi", "2025-01..2025-07")],
           ["进口（亿元）", lv("1356.4", "im", "2025-01..2025-07", Y), gr("0.4", "im", "2025-01..2025-07"),
            "跨境人民币结算量（亿元）", lv("2711.8", "rmb", "2025-01..2025-07", Y), gr("19.5", "rmb", "2025-01..2025-07")]],
          caption="2025年1—7月主要指标")], layout="nested", tier="synthetic")

    # This year and last year, and a growth that is this year's.
    add("tables-two-years-growth", "2025-01-22", "2024年重庆外贸总体情况", [
        T([["项目", "2024年", "2023年", "同比增长（%）"],
           ["进出口总值", lv("7154.2", "tt", "2024", Y), lv("7137.4", "tt", "2023", Y), gr("0.2", "tt", "2024")],
           ["出口", lv("4851.6", "ex", "2024", Y), lv("4782.1", "ex", "2023", Y), gr("1.5", "ex", "2024")],
           ["进口", lv("2302.6", "im", "2024", Y), lv("2355.3", "im", "2023", Y), gr("-2.2", "im", "2024")],
           ["贸易顺差", no("2549.0", "tt,ex,im", "the surplus", Y), no("2426.8", "tt,ex,im", "the surplus", Y), no("5.0", "tt,ex,im", "the surplus")]],
          unit="单位：亿元人民币", caption="2023—2024年重庆市外贸进出口对比")], layout="trs_word", tier="synthetic", source="示范海关")

    # Under a caption of nine months a bare year may be all of it or nine months: nothing is certain.
    add("tables-open-years", "2024-10-24", "2024年前三季度重庆外贸数据", [
        "{{2024-01..2024-09}}前三季度，全市进出口[5282.3亿元|tt]，同比增长[1.8%|g]。",
        T([["项目", "2022年", "2023年", "2024年"],
           ["进出口总值", "[6259.5|!tt;p=2022;x=100000000;w=nine months or a year]", "[5189.1|!tt;p=2023;x=100000000;w=nine months or a year]", "[5282.3|!tt;p=2024;x=100000000;w=nine months or a year]"],
           ["出口", "[4074.5|!ex;p=2022;x=100000000;w=nine months or a year]", "[3406.4|!ex;p=2023;x=100000000;w=nine months or a year]", "[3563.6|!ex;p=2024;x=100000000;w=nine months or a year]"]],
          caption="历年前三季度情况（单位：亿元）")], layout="column", tier="synthetic")

    # Months down the rows, a head of two rows, a total for two months.
    m1, m2, m12, m3 = "2025-01", "2025-02", "2025-01..2025-02", "2025-03"
    add("tables-months-down", "2025-04-15", "2025年重庆市进出口月度情况", [
        T([[Cell("月份", rows=2), Cell("进出口", cols=2), None, Cell("出口", cols=2), None, Cell("进口", cols=2), None],
           [None, "金额", "同比%", "金额", "同比%", "金额", "同比%"],
           ["1月", lv("668.3", "tt", m1, Y), gr("7.4", "tt", m1), lv("471.9", "ex", m1, Y), gr("11.0", "ex", m1), lv("196.4", "im", m1, Y), gr("-0.4", "im", m1)],
           ["2月", lv("529.6", "tt", m2, Y), gr("1.2", "tt", m2), lv("362.8", "ex", m2, Y), gr("3.6", "ex", m2), lv("166.8", "im", m2, Y), gr("-3.7", "im", m2)],
           ["1-2月", lv("1197.9", "tt", m12, Y), gr("4.6", "tt", m12), lv("834.7", "ex", m12, Y), gr("7.7", "ex", m12), lv("363.2", "im", m12, Y), gr("-1.9", "im", m12)],
           ["3月", lv("631.4", "tt", m3, Y), gr("8.1", "tt", m3), lv("438.8", "ex", m3, Y), gr("13.1", "ex", m3), lv("192.6", "im", m3, Y), gr("-1.9", "im", m3)]],
          head=2, caption="2025年1—3月重庆市进出口月度表", unit="单位：亿元人民币、%")], layout="hanweb", tier="synthetic", source="示范海关")

    # Provinces beside the city; the growth of each in its own column.
    add("tables-provinces", "2025-01-21", "2024年西部部分省（区、市）外贸", [
        T([["地区", "进出口（亿元）", "同比（%）", "出口（亿元）", "同比（%）"],
           ["全国", no("438468.0", "tt", "national", Y), no("5.0", "tt", "national"), no("254545.0", "ex", "national", Y), no("7.1", "ex", "national")],
           ["四川省", no("10457.2", "tt", "another province", Y), no("9.4", "tt", "another province"), no("6198.8", "ex", "another province", Y), no("2.7", "ex", "another province")],
           ["重庆市", lv("7154.2", "tt", "2024", Y), gr("0.2", "tt", "2024"), lv("4851.6", "ex", "2024", Y), gr("1.5", "ex", "2024")],
           ["陕西省", no("4540.8", "tt", "another province", Y), no("12.3", "tt", "another province"), no("3072.2", "ex", "another province", Y), no("17.0", "ex", "another province")]],
          caption="2024年西部部分省（区、市）进出口情况")], layout="ucap", tier="synthetic")

    # Yuan and dollars; the growth in dollars is another figure.
    add("tables-two-currencies", "2025-01-23", "2024年重庆外贸双币种数据", [
        T([["指标", "人民币（亿元）", "同比（%）", "美元（亿美元）", "同比（%）"],
           ["进出口", lv("7154.2", "tt", "2024", Y), gr("0.2", "tt", "2024"), no("1005.2", "tt", "in dollars", Y), no("-1.0", "tt", "in dollars")],
           ["出口", lv("4851.6", "ex", "2024", Y), gr("1.5", "ex", "2024"), no("681.9", "ex", "in dollars", Y), no("0.3", "ex", "in dollars")],
           ["进口", lv("2302.6", "im", "2024", Y), gr("-2.2", "im", "2024"), no("323.3", "im", "in dollars", Y), no("-3.6", "im", "in dollars")]],
          caption="2024年重庆进出口（双币种）")], layout="article", tier="synthetic")

    # A plan, what came of it, and how much of it.
    add("tables-plan-and-result", "2025-01-24", "2024年重庆开放目标完成情况", [
        T([["指标", "2024年目标", "2024年完成", "完成率（%）"],
           ["服务进出口总额（亿元）", "[1000|t:svc;p=2024;x=100000000;v=100000000000]", lv("1021.6", "svc", "2024", Y), no("102.2", "svc", "of the plan")],
           ["港口货物吞吐量（万吨）", "[22500|t:port;p=2024;x=10000;v=225000000]", lv("23140", "port", "2024", W), no("102.8", "port", "of the plan")],
           ["出入境人员（万人次）", "[180|t:pers;p=2024;x=10000;v=1800000]", lv("212.4", "pers", "2024", W), no("118.0", "pers", "of the plan")]])],
        layout="nested", tier="synthetic")

    # The growth stands in the row below its figure.
    add("tables-growth-below", "2025-07-24", "2025年上半年重庆外向型经济指标", [
        T([["指标", "一季度", "上半年"],
           ["进出口总额（亿元）", lv("1755.3", "tt", "2025-Q1", Y), lv("3741.5", "tt", "2025-H1", Y)],
           ["同比增长（%）", gr("2.7", "tt", "2025-Q1"), gr("7.1", "tt", "2025-H1")],
           ["出口总额（亿元）", lv("1212.9", "ex", "2025-Q1", Y), lv("2578.6", "ex", "2025-H1", Y)],
           ["同比增长（%）", gr("7.3", "ex", "2025-Q1"), gr("10.1", "ex", "2025-H1")],
           ["进口总额（亿元）", lv("542.4", "im", "2025-Q1", Y), lv("1162.9", "im", "2025-H1", Y)],
           ["同比增长（%）", gr("-6.2", "im", "2025-Q1"), gr("1.2", "im", "2025-H1")]],
          caption="2025年上半年外向型经济指标")], layout="trs", tier="synthetic")

    # A row of units under the head.
    add("tables-unit-row", "2025-02-19", "重庆历年物流与口岸数据", [
        T([["年份", "港口货物吞吐量", "出入境人员", "重庆经西部陆海新通道箱量"],
           ["", "万吨", "万人次", "万标箱"],
           ["2022年", lv("20700", "port", "2022", W), lv("3.1", "pers", "2022", W), lv("14.8", "teu", "2022", W)],
           ["2023年", lv("22160", "port", "2023", W), lv("80.6", "pers", "2023", W), lv("17.8", "teu", "2023", W)],
           ["2024年", lv("23140", "port", "2024", W), lv("212.4", "pers", "2024", W), lv("25.18", "teu", "2024", W)]],
          head=2, caption="重庆历年物流与口岸数据")], layout="shtml", tier="synthetic")

    # Districts, and a total of them.
    add("tables-districts", "2025-07-30", "2025年上半年各区县外贸", [
        T([["区县", "进出口", "出口", "进口"],
           ["全市合计", lv("3741.5", "tt", "2025-H1", Y), lv("2578.6", "ex", "2025-H1", Y), lv("1162.9", "im", "2025-H1", Y)],
           ["沙坪坝区", no("1604.2", "tt", "a district", Y), no("1106.3", "ex", "a district", Y), no("497.9", "im", "a district", Y)],
           ["渝北区", no("871.6", "tt", "a district", Y), no("558.4", "ex", "a district", Y), no("313.2", "im", "a district", Y)],
           ["两江新区", no("1102.8", "tt", "a new area", Y), no("731.5", "ex", "a new area", Y), no("371.3", "im", "a new area", Y)]],
          caption="2025年上半年重庆市各区县进出口", unit="单位：亿元"),
        T([["指标", "上半年", "同比（%）"],
           ["进出口总值", no("1102.8", "tt", "a new area", Y), no("3.9", "tt", "a new area")],
           ["出口", no("731.5", "ex", "a new area", Y), no("6.1", "ex", "a new area")]],
          caption="2025年上半年两江新区进出口", unit="单位：亿元")], layout="hanweb", tier="synthetic")

    # Two tables of one page, each with its own caption, period and unit.
    add("tables-two-captions", "2024-12-20", "2024年11月重庆外贸月报", [
        T([["项目", "金额", "同比（%）"],
           ["进出口", lv("632.6", "tt", "2024-11", Y), gr("3.1", "tt", "2024-11")],
           ["出口", lv("438.1", "ex", "2024-11", Y), gr("2.4", "ex", "2024-11")],
           ["进口", lv("194.5", "im", "2024-11", Y), gr("4.7", "im", "2024-11")]],
          caption="表1 2024年11月重庆市进出口", unit="单位：亿元"),
        T([["项目", "金额", "同比（%）"],
           ["进出口", lv("6493.4", "tt", "2024-01..2024-11", Y), gr("-0.5", "tt", "2024-01..2024-11")],
           ["出口", lv("4398.5", "ex", "2024-01..2024-11", Y), gr("0.8", "ex", "2024-01..2024-11")],
           ["进口", lv("2094.9", "im", "2024-01..2024-11", Y), gr("-3.1", "im", "2024-01..2024-11")]],
          caption="表2 2024年1—11月重庆市进出口", unit="单位：亿元")], layout="trs", tier="synthetic", source="示范海关")

    # Share and rank columns; the share is of the nation.
    add("tables-share-and-rank", "2025-03-18", "2024年重庆外贸在全国的位置", [
        T([["指标", "总值（亿元）", "增速（%）", "占全国比重（%）", "全国位次"],
           ["进出口", lv("7154.2", "tt", "2024", Y), gr("0.2", "tt", "2024"), no("1.6", "tt", "a share"), no("12", "tt", "a rank")],
           ["出口", lv("4851.6", "ex", "2024", Y), gr("1.5", "ex", "2024"), no("1.9", "ex", "a share"), no("11", "ex", "a rank")],
           ["进口", lv("2302.6", "im", "2024", Y), gr("-2.2", "im", "2024"), no("1.3", "im", "a share"), no("13", "im", "a rank")]],
          caption="2024年重庆外贸在全国的位置")], layout="column", tier="synthetic")

    # A month, the months so far, and one growth that does not say of which it is.
    add("tables-open-growth", "2025-06-18", "2025年5月重庆进出口快报", [
        T([["项目", "5月", "1—5月", "同比增长（%）"],
           ["进出口", lv("668.7", "tt", "2025-05", Y), lv("3057.9", "tt", "2025-01..2025-05", Y), no("5.7", "tt", "of either")],
           ["出口", lv("463.2", "ex", "2025-05", Y), lv("2119.1", "ex", "2025-01..2025-05", Y), no("9.9", "ex", "of either")]],
          caption="2025年5月重庆进出口（亿元）")], layout="br_text", tier="synthetic")

    # «Up to month so and so», and last year's figure, which may be for the same months or for all of it.
    add("tables-up-to-month", "2025-06-19", "2025年5月重庆市主要指标快览", [
        T([["指标", "5月止累计（亿元）", "比上年同期±%", "2024年累计（亿元）"],
           ["进出口总额", lv("3057.9", "tt", "2025-01..2025-05", Y), gr("5.7", "tt", "2025-01..2025-05"), "[2893.7|!tt;p=2024;x=100000000;w=five months of last year]"],
           ["出口总额", lv("2119.1", "ex", "2025-01..2025-05", Y), gr("9.9", "ex", "2025-01..2025-05"), "[1926.2|!ex;p=2024;x=100000000;w=five months of last year]"],
           ["进口总额", lv("938.8", "im", "2025-01..2025-05", Y), gr("-3.0", "im", "2025-01..2025-05"), "[967.5|!im;p=2024;x=100000000;w=five months of last year]"]],
          caption="2025年5月重庆市主要指标")], layout="nested", tier="synthetic")

    # The head says for when and in what, the rows say how: this period, the same one of last year, the change.
    add("tables-same-period", "2025-07-23", "2025年上半年重庆外贸同期对比", [
        T([["项目", "本期（1—6月）", "上年同期", "增减（%）"],
           ["进出口", lv("3741.5", "tt", "2025-H1", Y), lv("3492.4", "tt", "2024-H1", Y), gr("7.1", "tt", "2025-H1")],
           ["出口", lv("2578.6", "ex", "2025-H1", Y), lv("2341.7", "ex", "2024-H1", Y), gr("10.1", "ex", "2025-H1")],
           ["进口", lv("1162.9", "im", "2025-H1", Y), lv("1149.1", "im", "2024-H1", Y), gr("1.2", "im", "2025-H1")]],
          caption="2025年上半年重庆外贸（单位：亿元）")], layout="shtml", tier="synthetic")

    # Ways of trade, each with exports and imports of its own.
    add("tables-ways-of-trade", "2025-01-24", "2024年重庆进出口贸易方式表", [
        T([["贸易方式", "金额（亿元）", "同比（%）"],
           ["进出口总值", lv("7154.2", "tt", "2024", Y), gr("0.2", "tt", "2024")],
           ["一般贸易", no("2866.1", "tt,ex,im", "one way of trade", Y), no("-0.3", "tt,ex,im", "one way of trade")],
           ["出口", no("1894.8", "ex", "one way of trade", Y), no("5.2", "ex", "one way of trade")],
           ["进口", no("971.3", "im", "one way of trade", Y), no("-9.6", "im", "one way of trade")],
           ["加工贸易", no("2996.1", "tt,ex,im", "one way of trade", Y), no("-2.5", "tt,ex,im", "one way of trade")],
           ["出口", no("2277.9", "ex", "one way of trade", Y), no("-4.4", "ex", "one way of trade")],
           ["进口", no("718.2", "im", "one way of trade", Y), no("3.9", "im", "one way of trade")]],
          caption="2024年重庆进出口贸易方式表")], layout="hanweb", tier="synthetic", source="示范海关")

    # Traditional characters, a title row and a unit row inside the table.
    add("tables-hant", "2025-10-28", "2025年前三季度重慶外貿統計", [
        T([[Cell("2025年1—9月重慶市進出口", cols=3), None, None],
           [Cell("單位：億元人民幣", cols=3), None, None],
           ["項目", "金額", "同比（%）"],
           ["進出口總值", lv("5952.1", "tt", y, Y), gr("12.3", "tt", y)],
           ["出口", lv("4117.6", "ex", y, Y), gr("15.1", "ex", y)],
           ["進口", lv("1834.5", "im", y, Y), gr("6.5", "im", y)],
           ["#東盟", no("978.6", "tt", "one partner", Y), no("14.9", "tt", "one partner")]], head=3)],
        layout="ucap", lang="zh-Hant", tier="synthetic", source="示範海關")

    # A workbook as a bureau sends it: a title row, the unit in the corner, months and months so far, a sheet of targets.
    add("book-monthly-2025-09", "2025-10-27", "2025年9月重庆市开放型经济月报", [
        Sheet("主要指标", [
            T([[Cell("2025年9月重庆市开放型经济主要指标", cols=5), None, None, None, None],
               [Cell("指标", rows=2), Cell("本月", cols=2), None, Cell("本年累计", cols=2), None],
               [None, "绝对量", "同比（%）", "绝对量", "同比（%）"],
               ["货物进出口总额（亿元）", lv("702.4", "tt", "2025-09", Y), gr("10.1", "tt", "2025-09"), lv("5952.1", "tt", y, Y), gr("12.3", "tt", y)],
               ["  出口（亿元）", lv("478.5", "ex", "2025-09", Y), gr("11.9", "ex", "2025-09"), lv("4117.6", "ex", y, Y), gr("15.1", "ex", y)],
               ["  进口（亿元）", lv("223.9", "im", "2025-09", Y), gr("6.4", "im", "2025-09"), lv("1834.5", "im", y, Y), gr("6.5", "im", y)],
               ["实际使用外资（亿美元）", lv("0.81", "fdi", "2025-09", Y), gr("4.2", "fdi", "2025-09"), lv("7.26", "fdi", y, Y), gr("6.0", "fdi", y)]], head=3)]),
        Sheet("年度目标", [
            T([["指标", "2027年目标"],
               ["货物进出口总额（亿元）", "[11000|t:tt;p=2027;x=100000000;v=1100000000000]"],
               ["服务进出口总额（亿元）", "[1600|t:svc;p=2027;x=100000000;v=160000000000]"]])]),
    ], media="xlsx", tier="synthetic")

    # A long form: one figure a row, the year and the month in columns of their own.
    add("csv-long-form", "2025-04-18", "", [
        T([["年份", "月份", "指标", "数值", "单位"],
           ["2025", "1", "进出口总值", lv("668.3", "tt", m1, Y), "亿元"],
           ["2025", "1", "出口", lv("471.9", "ex", m1, Y), "亿元"],
           ["2025", "2", "进出口总值", lv("529.6", "tt", m2, Y), "亿元"],
           ["2025", "2", "出口", lv("362.8", "ex", m2, Y), "亿元"],
           ["2025", "3", "进出口总值", lv("631.4", "tt", m3, Y), "亿元"],
           ["2025", "3", "出口", lv("438.8", "ex", m3, Y), "亿元"]])], media="csv", tier="synthetic")

    # Years as columns, units in a column, some figures missing.
    add("csv-years-wide", "2025-04-18", "", [
        T([["indicator", "unit", "2022", "2023", "2024"],
           ["Imports and exports of goods", "billion yuan", lv("815.84", "tt", "2022", "1000000000"), lv("713.74", "tt", "2023", "1000000000"), lv("715.42", "tt", "2024", "1000000000")],
           ["Exports of goods", "billion yuan", lv("524.53", "ex", "2022", "1000000000"), lv("478.21", "ex", "2023", "1000000000"), lv("485.16", "ex", "2024", "1000000000")],
           ["Port cargo throughput", "million tonnes", lv("207.0", "port", "2022", "1000000"), lv("221.6", "port", "2023", "1000000"), lv("231.4", "port", "2024", "1000000")],
           ["Trade in services", "billion yuan", "-", lv("93.2", "svc", "2023", "1000000000"), lv("102.16", "svc", "2024", "1000000000")],
           ["Inbound and outbound persons", "million persons", "..", lv("0.806", "pers", "2023", "1000000"), lv("2.124", "pers", "2024", "1000000")]])],
        media="csv", lang="en", tier="synthetic")

    # English: two years and a change.
    add("en-table-change", "2025-02-20", "Chongqing: opening up in 2024", [
        T([["Indicator", "Unit", "2024", "2023", "Change (%)"],
           ["Foreign trade", "billion yuan", lv("715.42", "tt", "2024", "1000000000"), lv("713.74", "tt", "2023", "1000000000"), gr("0.2", "tt", "2024")],
           ["Exports", "billion yuan", lv("485.16", "ex", "2024", "1000000000"), lv("478.21", "ex", "2023", "1000000000"), gr("1.5", "ex", "2024")],
           ["Imports", "billion yuan", lv("230.26", "im", "2024", "1000000000"), lv("235.53", "im", "2023", "1000000000"), gr("-2.2", "im", "2024")],
           ["Port cargo throughput", "million tonnes", lv("231.4", "port", "2024", "1000000"), lv("221.6", "port", "2023", "1000000"), gr("4.4", "port", "2024")],
           ["Foreign trade, Sichuan", "billion yuan", no("1045.72", "tt", "another province", "1000000000"), no("957.49", "tt", "another province", "1000000000"), no("9.4", "tt", "another province")]],
          caption="Main indicators of opening up, Chongqing")], layout="english", lang="en", tier="synthetic")

    # A PDF with a running head, a title in larger print, a section without a date of its own, and a table.
    add("pdf-quarter-2025", "2025-10-28", "2025年前三季度重庆开放型经济运行情况", [
        "{{2025-01..2025-09}}全市货物进出口总额[5952.1亿元|tt]，同比增长[12.3%|g]。",
        "实际使用外资[7.26亿美元|fdi]，同比增长[6.0%|g]。",
        T([["指标", "9月", "同比%", "1—9月", "同比%"],
           ["出口（亿元）", lv("478.5", "ex", "2025-09", Y), gr("11.9", "ex", "2025-09"), lv("4117.6", "ex", y, Y), gr("15.1", "ex", y)],
           ["进口（亿元）", lv("223.9", "im", "2025-09", Y), gr("6.4", "im", "2025-09"), lv("1834.5", "im", y, Y), gr("6.5", "im", y)],
           ["服务进出口（亿元）", lv("92.8", "svc", "2025-09", Y), gr("8.8", "svc", "2025-09"), lv("842.9", "svc", y, Y), gr("9.6", "svc", y)]],
          caption="表1 进出口情况"),
        Note("注：金额以人民币计价。"),
    ], media="pdf", tier="synthetic", byline=["2025年10月28日"])

    # A word processor's table with a head of two rows.
    add("docx-table-2025-h1", "2025-07-24", "2025年上半年重庆商务运行情况", [
        "{{2025-H1}}上半年，全市服务进出口[561.7亿元|svc]，同比增长[11.9%|g]。",
        T([[Cell("指标", rows=2), Cell("6月", cols=2), None, Cell("1-6月", cols=2), None],
           [None, "金额（亿元）", "同比（%）", "金额（亿元）", "同比（%）"],
           ["进出口", lv("683.6", "tt", "2025-06", Y), gr("13.0", "tt", "2025-06"), lv("3741.5", "tt", "2025-H1", Y), gr("7.1", "tt", "2025-H1")],
           ["出口", lv("459.5", "ex", "2025-06", Y), gr("11.1", "ex", "2025-06"), lv("2578.6", "ex", "2025-H1", Y), gr("10.1", "ex", "2025-H1")],
           ["进口", lv("224.1", "im", "2025-06", Y), gr("17.2", "im", "2025-06"), lv("1162.9", "im", "2025-H1", Y), gr("1.2", "im", "2025-H1")]],
          head=2, caption="2025年上半年重庆市进出口情况")], media="docx", tier="synthetic")
