"""Errors that only a service knows; what the library raises is in framegen.errors."""

from typing import ClassVar

from framegen import FramegenError
from framegen.errors import RequestError
from framegen.language import N_


class PhotoMissing(RequestError):
    """The request holds no photo."""

    code: ClassVar[str] = "photo-missing"
    title: ClassVar[str] = N_("The request holds no photo.")
    hint: ClassVar[str] = N_(
        "Send it as the multipart field `photo`, or as a body of type image/*."
    )


class PhotoGone(RequestError):
    """There is no such photo, or no longer."""

    code: ClassVar[str] = "photo-gone"
    title: ClassVar[str] = N_("There is no such photo, or no longer.")
    hint: ClassVar[str] = N_("Photos are held for minutes; send it anew.")


class AvatarGone(RequestError):
    """There is no such avatar, or no longer."""

    code: ClassVar[str] = "avatar-gone"
    title: ClassVar[str] = N_("There is no such avatar, or no longer.")
    hint: ClassVar[str] = N_("Avatars are held for minutes; make it anew.")


class BodyTooSlow(RequestError):
    """The request took too long to arrive."""

    code: ClassVar[str] = "body-too-slow"
    title: ClassVar[str] = N_("The request took too long to arrive.")
    hint: ClassVar[str] = N_("Send a smaller photo, or send it over a better line.")


class BodyUnsupported(RequestError):
    """The request's body is of a type that this address does not take."""

    code: ClassVar[str] = "body-unsupported"
    title: ClassVar[str] = N_("The request's body is of a type that this address does not take.")
    hint: ClassVar[str] = N_(
        "Send multipart/form-data with the photo as `photo`, or image/* bytes."
    )


class KeyUnknown(RequestError):
    """The key is none that the service knows."""

    code: ClassVar[str] = "key-unknown"
    title: ClassVar[str] = N_("The key is none that the service knows.")
    hint: ClassVar[str] = N_("Send Authorization: Bearer and your key, or no such header at all.")


class ComeBack(FramegenError):
    """It can be done, only not now."""

    code: ClassVar[str] = "come-back"
    title: ClassVar[str] = N_("It can be done, only not now.")
    hint: ClassVar[str] = N_("Send it again after the seconds in Retry-After.")

    def __init__(self, text: str = "", /, retry_after: int = 2, **values: object) -> None:
        super().__init__(text, **values)
        self.retry_after = retry_after


class TooManyRequests(ComeBack):
    """This client has sent as many photos as it may for now."""

    code: ClassVar[str] = "too-many-requests"
    title: ClassVar[str] = N_("This client has sent as many photos as it may for now.")


class Busy(ComeBack):
    """The service is full just now."""

    code: ClassVar[str] = "busy"
    title: ClassVar[str] = N_("The service is full just now.")


class WorkerLost(ComeBack):
    """The process that worked on the photo was killed."""

    code: ClassVar[str] = "worker-lost"
    title: ClassVar[str] = N_("The process that worked on the photo was killed.")
