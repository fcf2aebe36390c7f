from urllib.parse import urljoin, urlparse, urlsplit

HERE = "example.org"


def one(url, hosts):
    # ruleid: python.host-checked
    sink(source())
    url = source()
    if urlparse(url).netloc in hosts:
        # ok: python.host-checked
        sink(url)
    # ruleid: python.host-checked
    sink(url)
    if urlsplit(url).hostname != HERE:
        return
    # ok: python.host-checked
    sink(url)


def two(hosts):
    url = source()
    parsed = urlparse(urljoin("https://example.org", url))
    if parsed.scheme == "https":
        # ruleid: python.host-checked
        sink(url)
    host = urlsplit(url).hostname
    if parsed.netloc == HERE or host in hosts:
        # ok: python.host-checked
        sink(url)
    # ruleid: python.host-checked
    sink(url)
