"""Pictures that a phone's camera reads (ISO/IEC 18004)."""

import io

import segno


def qr_png(text: str) -> bytes:
    """Return a text as a QR code, a PNG of about 400 pixels a side."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()
