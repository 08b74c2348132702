"""Scrapy settings: polite, bounded, nothing that listens, nothing that reads local files."""

BOT_NAME = "xunjian"
# Scrapy imports whatever it looks through; the rest of the package needs extras that may be absent.
SPIDER_MODULES = ["crawler.spider"]

ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 0.5
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 4
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024

# The frontier in the snapshot's index is the memory of a crawl; Scrapy keeps none.
SCHEDULER = "crawler.scheduler.FrontierScheduler"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
RETRY_ENABLED = False
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
HTTPERROR_ALLOW_ALL = True

# Nothing but the web: a page must not make us read files or buckets.
DOWNLOAD_HANDLERS = {
    "http": "crawler.download.WebHandler",
    "https": "crawler.download.WebHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
DOWNLOADER_MIDDLEWARES = {"crawler.guard.AddressGuard": 50}
# The transport unpacks bodies; users, passwords and cached copies are not for us.
COMPRESSION_ENABLED = False
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
}
# Scrapy loads every extension on its list, even those that are switched off, and with them a web
# server and consoles: that takes longer than all the rest of a short crawl.
EXTENSIONS_BASE = {
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
DOWNLOADER_STATS = False

# One task at a time per page: callbacks yield nothing.
CONCURRENT_ITEMS = 1
# Inspecting the source of our own callbacks for each page costs as much as parsing it.
WARN_ON_GENERATOR_RETURN_VALUE = False

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "WARNING"
LOG_INSTALL_ROOT_HANDLER = False
LOGSTATS_INTERVAL = 0.0
