"""Small sites in the recorded shape of each content system, written for these tests."""

from tests.crawler.sites import arrays, gkmlpt, hanweb, jpaas, trs, ucap, vsb
from tests.crawler.sites.site import FixtureSite


def sites() -> dict[str, FixtureSite]:
    """Return the sites by name; the name begins with that of the platform."""
    return {
        "trs": trs.site(),
        "trs-counted": trs.counted_site(),
        "trs-from-one": trs.site_from_one(),
        "ucap": ucap.site(),
        "hanweb": hanweb.site(),
        "hanweb-old": hanweb.old_site(),
        "hanweb-more": hanweb.more_site(),
        "jpaas": jpaas.site(),
        "gkmlpt": gkmlpt.site(),
        "gkmlpt-single": gkmlpt.single_site(),
        "vsb": vsb.site(),
        "vsb-list": vsb.list_site(),
        "vsb-tree": vsb.tree_site(),
        "arrays": arrays.site(),
    }
