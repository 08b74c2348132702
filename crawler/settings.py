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
TWISTED_DNS_RESOLVER = "crawler.guard.GuardedResolver"
DOWNLOADER_MIDDLEWARES = {"crawler.guard.AddressGuard": 50}

# One task at a time per page: what a page leads to is deduplicated before it is yielded.
CONCURRENT_ITEMS = 1
# Inspecting the source of our own callbacks for each page costs as much as parsing it.
WARN_ON_GENERATOR_RETURN_VALUE = False

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "WARNING"
LOG_INSTALL_ROOT_HANDLER = False
LOGSTATS_INTERVAL = 0.0
