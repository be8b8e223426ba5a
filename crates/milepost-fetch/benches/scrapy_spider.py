"""Reads a bulletin site with Scrapy, its HTTP cache as archive; prints the bulletins read and the seconds taken."""

import re
import sys
import time

import scrapy
from scrapy.crawler import CrawlerProcess

seen = {"count": 0, "start": 0.0, "end": 0.0}


class Bulletins(scrapy.Spider):
    name = "bulletins"
    start_urls = [sys.argv[1]]

    def parse(self, response):
        seen["start"] = seen["start"] or time.monotonic()
        for href in response.css("li a::attr(href)").getall():
            yield response.follow(href, self.bulletin)
        call = re.search(r'createPageHTML\((\d+), (\d+),"index"', response.text)
        if call and int(call[2]) + 1 < int(call[1]):
            yield response.follow(f"index_{int(call[2]) + 1}.html", self.parse)

    def bulletin(self, response):
        seen["count"] += len(response.body) >= 50_000
        seen["end"] = time.monotonic()


process = CrawlerProcess(
    {
        "LOG_LEVEL": "ERROR",
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": 8,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "DOWNLOAD_DELAY": 0,
        "HTTPCACHE_ENABLED": True,
        "HTTPCACHE_DIR": sys.argv[2],
        "HTTPCACHE_GZIP": False,
        "TELNETCONSOLE_ENABLED": False,
    }
)
process.crawl(Bulletins)
process.start()
print(seen["count"], seen["end"] - seen["start"])
