"""System: what an operating system says of a file, in words that can be translated."""

import errno

from framegen.language import N_, Message

# Of each errno that files meet; whatever else happens is named by its number.
REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOTDIR: N_("a part of the path is no folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.EEXIST: N_("it exists already"),
    errno.EACCES: N_("there is no right to do so"),
    errno.EPERM: N_("there is no right to do so"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk quota is used up"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EINVAL: N_("the system does not accept the name"),
    errno.EIO: N_("the disk failed"),
    errno.EMFILE: N_("too many files are open"),
    errno.EBUSY: N_("another program is using it"),
    errno.ETIMEDOUT: N_("there was no answer in time"),
    errno.ECONNREFUSED: N_("the connection was refused"),
    errno.EADDRINUSE: N_("another program listens there already"),
    errno.EPIPE: N_("nobody reads it any more"),
}
OTHER = N_("the system failed with error {number}")


def reason_of(error: OSError) -> Message:
    """Why the system did not do it; part of a sentence, without a full stop."""
    if error.errno in REASONS:
        return Message(REASONS[error.errno])
    return Message(OTHER, {"number": error.errno or 0})
