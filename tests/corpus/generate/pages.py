"""Pages as the content systems of official sites write them. Each layout is one function."""

import re
from html import escape
from blocks import Br, Cell, H, Note, Raw, T, UL

INDENT = "　　"


def table(t, attrs='border="1" cellspacing="0" cellpadding="0"', cell_p=False, head_tag="th"):
    """A table; the caption stands inside or above, the unit above on the right."""
    out = []
    if t.caption and not t.caption_inside:
        out.append(f'<p align="center"><strong>{escape(t.caption)}</strong></p>')
    if t.unit:
        out.append(f'<p align="right">{escape(t.unit)}</p>')
    out.append(f"<table {attrs}>")
    if t.caption and t.caption_inside:
        out.append(f"<caption>{escape(t.caption)}</caption>")
    for i, row in enumerate(t.rows):
        out.append("<tr>")
        tag = head_tag if i < t.head else "td"
        for cell in row:
            if cell is None:
                continue
            span = ""
            text = cell
            if isinstance(cell, Cell):
                text = cell.text
                span += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
                span += f' colspan="{cell.cols}"' if cell.cols > 1 else ""
            body = escape(text).replace("\n", "<br/>")
            if cell_p:
                body = f'<p class="MsoNormal"><span style="font-family:仿宋">{body}</span></p>'
            out.append(f"<{tag}{span}>{body}</{tag}>")
        out.append("</tr>")
    out.append("</table>")
    if t.note:
        out.append(f'<p class="tablenote">{escape(t.note)}</p>')
    return "\n".join(out)


def split_spans(text):
    """Word's habit: numbers cut into several spans."""
    body = escape(text)
    return re.sub(r"(\d+)(\.\d+)?", lambda m: f'<span lang="EN-US">{m.group(1)}</span>'
                  + (f'<span lang="EN-US">{m.group(2)}</span>' if m.group(2) else ""), body)


def body(blocks, para="<p>{}</p>", indent=INDENT, inline=escape, heading="<p><strong>{}</strong></p>", **table_options):
    """The blocks of an article."""
    out = []
    for b in blocks:
        if isinstance(b, str):
            out.append(para.format(indent + inline(b)))
        elif isinstance(b, H):
            out.append(heading.format(escape(b.text)))
        elif isinstance(b, UL):
            tag = "ol" if b.ordered else "ul"
            out.append(f"<{tag}>" + "".join(f"<li>{inline(i)}</li>" for i in b.items) + f"</{tag}>")
        elif isinstance(b, Br):
            out.append("<div>" + "<br/>\n".join(indent + inline(i) for i in b.lines) + "</div>")
        elif isinstance(b, Raw):
            out.append(b.html)
        elif isinstance(b, Note):
            out.append(f'<p style="font-size:12px">{inline(b.text)}</p>')
        elif isinstance(b, T):
            out.append(table(b, **table_options))
    return "\n".join(out)


def head(d, charset, metas="", doctype="<!DOCTYPE html>", extra=""):
    """The head of a page."""
    return (f'{doctype}\n<html{" lang=" + chr(34) + d.html_lang + chr(34) if d.html_lang else ""}><head>'
            f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
            f"<title>{escape(d.title)}{escape(d.site_suffix)}</title>{metas}{extra}</head>")


def related(d, word="相关新闻", cls="xgxw"):
    """The list of other articles."""
    if not d.related:
        return ""
    rows = "".join(f'<li><a href="./t{i}.html" title="{escape(r)}">{escape(r)}</a><span>{d.published}</span></li>'
                   for i, r in enumerate(d.related, 1))
    return f'<div class="{cls}"><h3>{word}</h3><ul>{rows}</ul></div>'


def trs(d, cs):
    """The municipal government's pages."""
    metas = f'<meta name="PubDate" content="{d.published} 08:30"><meta name="ArticleTitle" content="{escape(d.title)}">'
    return head(d, cs, metas) + f"""
<body><div class="top"><a href="/">首页</a> <a href="/zwgk/">政务公开</a> <span class="ghb">关怀版</span> <span>无障碍</span></div>
<div class="crumbs">当前位置：<a href="/">首页</a>&gt;<a href="../">政府信息公开</a>&gt;<a href="./">统计信息</a></div>
<div class="zwxl-main"><h1 class="zwxl-title">{escape(d.title)}</h1>
<div class="zwxl-bar"><span>日期：{d.published}</span><span>来源：{escape(d.source)}</span><span>字体：<a>大</a> <a>中</a> <a>小</a></span><span class="yuyin">语音播报</span></div>
<div class="zwxl-article"><div class="view TRS_UEDITOR trs_paper_default trs_web"><div class="TRS_Editor">
{body(d.blocks)}
</div></div></div></div>
<div class="tool">扫一扫在手机打开当前页　打印本页　关闭窗口</div>
{related(d, "相关链接", "xglj")}
<div class="footer">{escape(d.source)}主办　联系电话：023-00000000　网站标识码5000000001</div></body></html>"""


def trs_word(d, cs):
    """The same system with a text pasted from a word processor: spans inside numbers, styled paragraphs."""
    metas = '<meta name="pubdate" content="2019-11-05 10:00"><meta name="others" content="页面生成时间 ' + d.published + ' 09:12:44">'
    styled = '<p style="text-indent:2em;line-height:28px"><span style="font-family:方正仿宋_GBK;font-size:16pt">{}</span></p>'
    return head(d, cs, metas) + f"""
<body><div class="header"><ul><li>首页</li><li>要闻动态</li><li>政务公开</li><li>政务服务</li></ul></div>
<div class="con"><h1>{escape(d.title)}</h1><div class="fl">发布时间：{d.published} 07:42</div><div class="fr">字号：[小] [大] 【打印正文】</div>
<div id="fontzoom" class="trs_editor_view TRS_UEDITOR trs_paper_default">
{body(d.blocks, para=styled, indent="", inline=split_spans, cell_p=True, head_tag="td")}
</div></div>
<div class="fx">分享到：</div>{related(d, "相关信息", "right-list")}
<div class="foot">您即将离开“示范政府网站”</div></body></html>"""


def hanweb(d, cs):
    """The /art/ pages."""
    y, m, day = d.published.split("-")
    metas = f'<meta name="pubdate" content="{d.published} 15:02"><meta name="ColumnName" content="统计数据">'
    return head(d, cs, metas, '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">') + f"""
<body><table width="1000" align="center"><tr><td class="menu">首页 | 机构概况 | 海关统计 | 互动交流</td></tr></table>
<div class="easysite-article"><div class="easysite-news-title"><h2>{escape(d.title)}</h2>
<p class="easysite-news-describe">发布时间：{int(y)}年{int(m)}月{int(day)}日　信息来源：{escape(d.source)}　浏览次数：<span id="hits">2846</span></p></div>
<div id="zoom" class="easysite-news-text"><!--ZJEG_RSS.content.begin-->
{body(d.blocks)}
<!--ZJEG_RSS.content.end--></div></div>
<div class="pages">【打印本页】【关闭窗口】</div>{related(d)}
<div class="foot">版权所有　示范备00000002号</div></body></html>"""


def ucap(d, cs):
    """The pages of #UCAP-CONTENT."""
    return head(d, cs, f'<meta name="lanmu" content="数据解读"><meta name="publishdate" content="{d.published}">') + f"""
<body><div class="header_nav">本网首页　领导　新闻　政策　互动</div>
<div class="article oneColumn pub_border"><h1>{escape(d.title)}</h1>
<div class="pages-date">{d.published} 16:20<span class="font">来源： {escape(d.source)}</span><div class="pages_print">字号：<i>默认</i> <i>大</i> <i>超大</i>|<a>打印</a></div></div>
<div class="pages_content" id="UCAP-CONTENT">
{body(d.blocks, para='<p style="text-indent: 2em; text-align: justify;">{}</p>', indent="")}
</div></div>{related(d, "相关稿件", "related_news")}
<div class="footer_nav">关于我们 | 网站声明 | 网站地图</div></body></html>"""


def nested(d, cs):
    """Divs in divs, no paragraphs, ids that say nothing."""
    inner = body(d.blocks, para='<div class="c{0}"><div><div>{{}}</div></div></div>'.format(7), indent=INDENT)
    return head(d, cs) + f"""
<body><div id="wrap"><div><div id="hd">站群导航 / 新闻中心 / 专题</div><div id="bd"><div class="l"><div><div class="tit">{escape(d.title)}</div>
<div class="inf">{d.published} 10:18:05 {escape(d.source)} 阅读：<em>531</em></div>
<div class="k9"><div class="k8"><div class="k7"><div class="k6">{inner}</div></div></div></div></div></div>
<div class="r">{related(d, "热点推荐", "hot")}</div></div></div><div id="ft">客服热线 400-000-0000</div></div></body></html>"""


def br_text(d, cs):
    """One block, lines parted by <br>."""
    lines = []
    for b in d.blocks:
        if isinstance(b, T):
            lines.append(table(b))
        elif isinstance(b, UL):
            lines.extend(escape(i) + "<br>" for i in b.items)
        elif isinstance(b, Br):
            lines.extend(escape(i) + "<br>" for i in b.lines)
        elif isinstance(b, Raw):
            lines.append(b.html)
        else:
            lines.append(INDENT + escape(b if isinstance(b, str) else b.text) + "<br><br>")
    return head(d, cs) + f"""
<body><div class="nav">首页&nbsp;|&nbsp;新闻&nbsp;|&nbsp;财经</div><h1>{escape(d.title)}</h1>
<div class="time">{d.published} 09:40　来源：{escape(d.source)}　责任编辑：示例</div>
<div id="content">
{chr(10).join(lines)}
</div>{related(d, "延伸阅读", "more")}<div>Copyright 示例网</div></body></html>"""


def broken(d, cs):
    """Markup that no validator passes: unclosed, crossed and stray tags, attributes without quotes."""
    out = []
    for i, b in enumerate(d.blocks):
        if isinstance(b, T):
            t = table(b, "width=640 border=1", head_tag="td").replace("</td>", "").replace("</tr>", "")
            out.append(t)
        elif isinstance(b, UL):
            out.append("<ul>" + "".join(f"<li>{escape(x)}" for x in b.items))
        elif isinstance(b, Raw):
            out.append(b.html)
        else:
            text = escape(b if isinstance(b, str) else b.text)
            out.append(f"<p><font size=3 face=宋体><b>{text}</font></b>" if i % 2 else f"<p align=left>{INDENT}{text}</span></div>")
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset={cs}"><TITLE>{escape(d.title)}</TITLE>
<BODY bgColor=#ffffff><TABLE width=950 align=center><TR><TD>首页 >> 工作动态<TR><TD><CENTER><B>{escape(d.title)}</CENTER></B>
<DIV align=center>({d.published})</DIV><DIV class=TRS_Editor>
{chr(10).join(out)}
</DIV><TR><TD>{related(d, "相关文章", "xg")}<TR><TD align=center>维护单位：{escape(d.source)}"""


def english(d, cs):
    """An English portal."""
    return head(d, cs, f'<meta name="publishdate" content="{d.published}">') + f"""
<body><header><a href="/">Home</a> <a href="/news">News</a> <a href="/biz">Business</a></header>
<div class="main"><h1>{escape(d.title)}</h1><div class="info">Updated: {d.published} | {escape(d.source)} <span>fontLarger fontSmaller</span></div>
<div class="article-content">
{body(d.blocks, indent="", heading="<h3>{}</h3>")}
</div><p class="editor">Editor: Example</p></div>
{related(d, "Related stories", "related")}<footer>Contact: editor@example.org</footer></body></html>"""


def article(d, cs):
    """A plain HTML5 article with an aside."""
    return head(d, cs, f'<meta property="article:published_time" content="{d.published}T09:00:00+08:00">') + f"""
<body><nav><a>首页</a><a>频道</a></nav><main><article><header><h1>{escape(d.title)}</h1><time datetime="{d.published}">{d.published}</time></header>
{body(d.blocks, indent="", heading="<h2>{}</h2>")}
</article></main><aside>{related(d, "推荐阅读", "rec")}</aside><footer>{escape(d.source)}</footer></body></html>"""


def wap(d, cs):
    """The mobile twin of a government page."""
    return head(d, cs, f'<meta name="viewport" content="width=device-width"><meta name="PubDate" content="{d.published}">') + f"""
<body class="m"><div class="m-top">关怀版</div><div class="m-crumb">当前的位置: 首页&gt;政务公开&gt;数据发布</div>
<div class="m-title">{escape(d.title)}</div><div class="m-date">日期: {d.published}</div><div class="m-font">字体:</div>
<div class="xxgk-content"><div class="view">
{body(d.blocks, heading="<p style='text-align:center'><b>{}</b></p>")}
</div></div>{related(d, "相关附件", "fj")}<div class="m-foot">扫一扫在手机打开当前页</div></body></html>"""


def column(d, cs):
    """/content/post_ID pages with .Article_content."""
    return head(d, cs, f'<meta name="PubDate" content="{d.published} 11:26:30"><meta name="ContentSource" content="{escape(d.source)}">') + f"""
<body><div class="bread">您所在的位置 &gt; 首页 &gt; 工作动态</div><div class="contentbox"><div class="Article_title">{escape(d.title)}</div>
<div class="property"><span>{d.published} 11:26</span><span>稿件来源：{escape(d.source)}</span><span>【字体：大 中 小】</span></div>
<div class="Article_content">
{body(d.blocks, para="<p>{}</p>", inline=split_spans)}
</div><div class="statement">分享到：微信 微博</div></div>{related(d, "推荐阅读", "tjyd")}
<div class="copyright">主办单位：{escape(d.source)}　技术支持</div></body></html>"""


def layout_table(d, cs):
    """A page of the table age: everything in cells, fonts and non-breaking spaces."""
    inner = body(d.blocks, para="<p>{}</p>", indent="&nbsp;&nbsp;&nbsp;&nbsp;", head_tag="td")
    return head(d, cs, "", '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">') + f"""
<body><table width="960"><tr><td colspan="2">站内导航 首页 新闻 数据</td></tr><tr><td width="200" valign="top">{related(d, "热门点击", "left")}</td>
<td><table width="100%"><tr><td align="center"><font size="5">{escape(d.title)}</font></td></tr><tr><td align="center">{d.published} 来源：{escape(d.source)}</td></tr>
<tr><td class="Content" id="Zoom">{inner}</td></tr></table></td></tr><tr><td colspan="2">地址：示例路1号</td></tr></table></body></html>"""


def shtml(d, cs):
    """/YYYY-MM/DD/content_ID.shtml: a newspaper's pages."""
    return head(d, cs) + f"""
<body><div class="path">首页 → 经济</div><div class="newsbox"><h1 id="title">{escape(d.title)}</h1>
<div class="newsinfo"><span>{d.published.replace("-", "/")} 06:00</span><span>{escape(d.source)}</span></div>
<div class="newsCon">
{body(d.blocks, para="<p>{}</p>", heading="<h4>{}</h4>")}
</div><p class="ly">（责任编辑：示例）</p></div>{related(d, "更多新闻", "gdxw")}<div class="b">增值电信业务经营许可证 示A2-20000000</div></body></html>"""


def magazine(d, cs):
    """An English news site with share bars and a photo."""
    return head(d, cs, f'<meta name="date" content="{d.published}">') + f"""
<body><div id="top">Languages | Search</div><div class="wrapper"><h2 class="title">{escape(d.title)}</h2><p class="byline">By Staff Writer | {d.published}</p>
<figure><img src="a.jpg" alt="Containers at a railway port"><figcaption>Containers at a railway port. (Photo/Example)</figcaption></figure>
<div class="post-body">
{body(d.blocks, indent="", heading="<h3>{}</h3>", head_tag="td")}
</div><div class="share">Share Tweet Print</div></div>{related(d, "Read more", "read-more")}<div>All rights reserved</div></body></html>"""


def bare(d, cs):
    """Nothing but a title and paragraphs."""
    return head(d, cs) + f"\n<body>\n<h1>{escape(d.title)}</h1>\n<p>{d.published}</p>\n" + body(d.blocks, indent="") + "\n</body></html>"


LAYOUTS = {f.__name__: f for f in (trs, trs_word, hanweb, ucap, nested, br_text, broken, english, article, wap, column,
                                   layout_table, shtml, magazine, bare)}
