"""A photo on its way from a device, piece by piece, until it stands at its check."""

from datetime import timedelta

from django.db import models

from longgang.core.privacy import Purpose


class PhotoUpload(models.Model):
    """What has arrived of one check's photo. `size` and `sha256` come with the check itself.

    The check and its photo may arrive in either order. A photo that is complete but damaged is
    dropped, said, and can be sent anew.
    """

    nonce = models.CharField(max_length=40, unique=True)
    device = models.ForeignKey("checkpoints.Device", models.PROTECT, related_name="photos")
    folder = models.CharField(max_length=32)  # of the pieces, below the uploads
    size = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    received = models.PositiveIntegerField(default=0)  # bytes
    fault = models.CharField(max_length=60, blank=True)  # code of what was wrong with it last
    begun_at = models.DateTimeField()
    complete_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at", "-id"]
        indexes = [
            models.Index(
                fields=["begun_at"],
                condition=models.Q(complete_at=None),
                name="photo_upload_unfinished",
            )
        ]

    class Privacy:
        personal = {"folder": Purpose.CHECK}
        plain = {
            "id", "nonce", "device", "size", "sha256", "received", "fault", "begun_at",
            "complete_at",
        }  # fmt: skip
        keep_days = 30

    def __str__(self) -> str:
        return self.nonce

    @classmethod
    def keep_for(cls) -> timedelta:
        """How long an unfinished photo may wait for its rest."""
        return timedelta(days=cls.Privacy.keep_days)
