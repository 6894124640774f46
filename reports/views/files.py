"""The one way in which a stored PDF leaves, once the view has asked who may have it."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

from reports.services.intact import opened


def stored_pdf(file: FieldFile, sha256: str, name: str) -> FileResponse:
    """The file as a download under a name for people. Raises Http404 where it is gone, and
    ConflictError where it isn't what was made or can't be read just now.
    """
    try:
        body = opened(file, sha256)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(body, as_attachment=True, filename=name, content_type="application/pdf")
