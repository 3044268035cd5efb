"""What can go wrong in collecting. Every message names the thing, the place and the next step.

ScraperError
├── SourceUnreachable      the source can't be reached or doesn't answer as it should: nothing was lost, try later
│   ├── RateLimited        the source asks to wait longer than a run may
│   ├── SourceResting      the source failed so often that it is left in peace for a while
│   └── SourceRefused      the source answers 4xx: the request or our access is wrong
├── BadPage                an answer that is no page of this source (no JSON, no releases, a next link that loops)
├── UnsafeAddress          a link or redirect leads to a host, port or scheme that this source must not ask
├── ArchiveUnwritable      the archive can't be written (disk full, no permission)
├── NoSuchPage             a page named in the database is not in the archive, or its bytes don't match their name
├── NothingToReplay        a directory to replay is missing, can't be read, or holds no releases
└── AddressTaken           the replay's address and port can't be listened on
"""

from __future__ import annotations


class ScraperError(Exception):
    """Root of all errors of collecting and reading pages."""


class SourceUnreachable(ScraperError):
    """The source can't be reached, or doesn't answer as it should."""


class RateLimited(SourceUnreachable):
    """The source asks to wait longer than a run may."""


class SourceResting(SourceUnreachable):
    """The source failed so often that it is left in peace for a while."""


class SourceRefused(SourceUnreachable):
    """The source refuses the request."""


class BadPage(ScraperError):
    """An answer is not a page of this source."""


class UnsafeAddress(ScraperError):
    """A link or redirect leads where this source must not ask."""


class ArchiveUnwritable(ScraperError):
    """The archive can't be written."""


class NoSuchPage(ScraperError):
    """A page is not in the archive, or is not what its name says."""


class NothingToReplay(ScraperError):
    """A directory to replay holds no releases."""


class AddressTaken(ScraperError):
    """The replay can't listen where it was told to."""
