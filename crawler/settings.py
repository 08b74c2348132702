"""Scrapy settings: polite, bounded, nothing that listens, nothing that reads local files."""

BOT_NAME = "xunjian"
SPIDER_MODULES = ["crawler"]

ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 0.5
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 4
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0

# The frontier in the snapshot's index is the memory of a crawl; Scrapy keeps none.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
RETRY_ENABLED = False
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
HTTPERROR_ALLOW_ALL = True

# Nothing but the web: a page must not make us read files or buckets.
DOWNLOAD_HANDLERS = {"file": None, "ftp": None, "s3": None, "data": None}
DNS_RESOLVER = "crawler.guard.GuardedResolver"
DOWNLOADER_MIDDLEWARES = {"crawler.guard.AddressGuard": 50}

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "WARNING"
LOGSTATS_INTERVAL = 0.0
