"""Pages go over the wire compressed; many of those who read them are on a poor link."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses pages, and leaves files alone: they are packed already, and keep their length.

    What could be guessed from the length of a page is hidden twice: Django lengthens each
    compressed page at random, and masks the token of each form.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Called by Django for each response."""
        if response.streaming:
            return response
        return super().process_response(request, response)
