"""What a record says of a file that was attached to it."""

from django.db import models
from django.db.models import Q


class WithFile(models.Model):
    """A record with a file, or without one. `file`: its path under MEDIA_ROOT, named by its hash."""

    file = models.CharField(max_length=160, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    file_media_type = models.CharField(max_length=100, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    file_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


def file_is_whole(name: str) -> models.CheckConstraint:
    """Either every word about the file is there, or none."""
    return models.CheckConstraint(
        condition=Q(file="", file_name="", file_sha256="")
        | (~Q(file="") & ~Q(file_name="") & ~Q(file_sha256="")),
        name=name,
    )
