from . import download, link
