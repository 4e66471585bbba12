"""Errors that only the service raises; those of the library are in framegen.errors."""

from framegen.errors import FramegenError, RequestError
from framegen.language import N_


class SettingInvalid(FramegenError, ValueError):
    """A setting is wrong; the message names it."""

    code = "setting-invalid"
    title = N_("A setting of the service is wrong.")
    hint = N_("Correct the named environment variable; --show-settings lists all of them.")


class PhotoMissing(RequestError):
    """The request holds no photo."""

    code = "photo-missing"
    title = N_("The request holds no photo.")
    hint = N_("Send it as the multipart field `photo`, or as a body of type image/*.")


class PhotoGone(RequestError):
    """There is no such photo, or no longer."""

    code = "photo-gone"
    title = N_("There is no such photo, or no longer.")
    hint = N_("Photos are held for minutes; send it anew.")


class AvatarGone(RequestError):
    """There is no such avatar, or no longer."""

    code = "avatar-gone"
    title = N_("There is no such avatar, or no longer.")
    hint = N_("Avatars are held for minutes; make it anew.")


class BodyTooSlow(RequestError):
    """The request took too long to arrive."""

    code = "body-too-slow"
    title = N_("The request took too long to arrive.")
    hint = N_("Send a smaller photo, or send it over a better line.")


class BodyUnsupported(RequestError):
    """The request's body is of a type that this address does not take."""

    code = "body-unsupported"
    title = N_("The request's body is of a type that this address does not take.")
    hint = N_("Send multipart/form-data with the photo as `photo`, or image/* bytes.")


class KeyUnknown(RequestError):
    """The API key is unknown."""

    code = "key-unknown"
    title = N_("The key is none that the service knows.")
    hint = N_("Send Authorization: Bearer and your key, or no such header at all.")


class ComeBack(FramegenError):
    """The request can be served, but not now.

    Attributes:
        retry_after: seconds until it is worth another try.
    """

    code = "come-back"
    title = N_("It can be done, only not now.")
    hint = N_("Send it again after the seconds in Retry-After.")

    def __init__(self, text: str = "", /, retry_after: int = 2, **values: object) -> None:
        super().__init__(text, **values)
        self.retry_after = retry_after


class TooManyRequests(ComeBack):
    """The client has used up its quota for now."""

    code = "too-many-requests"
    title = N_("This client has sent as many photos as it may for now.")
    hint = N_("Wait for the seconds in Retry-After, then send the rest.")


class Busy(ComeBack):
    """The service is at capacity."""

    code = "busy"
    title = N_("The service is full just now.")
    hint = N_("Try again after the seconds in Retry-After.")


class WorkerLost(ComeBack):
    """The worker process was killed while it worked on the photo."""

    code = "worker-lost"
    title = N_("The process that worked on the photo was killed.")
    hint = N_("Send the photo again after the seconds in Retry-After.")
